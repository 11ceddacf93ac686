import { defineScenario } from '../../scenario.js';
import { makeIds } from '../../support/apart.js';
import {
  awaitAcknowledgement,
  CHANGE_WITHIN_MS,
  declaresToolChanges,
  TOOLS_CHANGED,
  withSubscriptions,
} from '../../support/subscription.js';
import { callTool, hasMethod, hasSucceeded } from '../../support/tool-calls.js';

const HEARS = 'subscriptions.separate';
const ONLY = 'subscriptions.only-requested';
const RULES = [HEARS, ONLY] as const;
const TRIGGER = 'test_trigger_tool_change';

export default defineScenario(
  {
    title:
      'Two clients that subscribe under the same id each hear of what they asked for, and of nothing else',
    requirements: RULES,
    needs: { capabilities: ['tools'], tools: [TRIGGER], clients: 'of one server' },
    revisions: { era: 'modern' },
    isolation: 'exclusive',
  },
  async (t) => {
    const [one, other] = [await t.session(), await t.session()];
    if (!declaresToolChanges(t, one, HEARS, ONLY)) return;
    const id = makeIds(t)();
    await withSubscriptions(one, async (ofOne) => {
      await withSubscriptions(other, async (ofOther) => {
        const tools = ofOne.open({ toolsListChanged: true }, id);
        const first = await awaitAcknowledgement(one, tools);
        const prompts = ofOther.open({ promptsListChanged: true }, id);
        const second = await awaitAcknowledgement(other, prompts);
        if (first === undefined || second === undefined)
          for (const rule of RULES) t.notVerified(rule, 'acknowledge subscriptions of two clients');
        else {
          const changed = await callTool(other, TRIGGER).reply();
          if (!hasSucceeded(changed.result)) {
            for (const rule of RULES) t.notVerified(rule, `let ${TRIGGER} succeed`);
            return;
          }
          const heard = await tools.events.next(hasMethod(TOOLS_CHANGED), CHANGE_WITHIN_MS);
          const what = `${TOOLS_CHANGED} for the client that asked for it first, as another one has the same id`;
          t.satisfies(HEARS, heard?.at('/method') ?? second.at('/params'), () => heard !== undefined, what);
          await t.absent(ONLY, {
            session: other,
            match: hasMethod(TOOLS_CHANGED),
            what: `${TOOLS_CHANGED} to a client that asked for changes of prompts`,
          });
        }
      });
    });
  },
);
