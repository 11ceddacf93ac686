import { defineScenario } from '../../scenario.js';
import { callTool, hasMethod } from '../../support/tool-calls.js';
import {
  awaitAcknowledgement,
  CHANGE_WITHIN_MS,
  declaresToolChanges,
  isUnder,
  SUBSCRIBABLE,
  TOOLS_CHANGED,
  withSubscriptions,
} from '../../support/subscription.js';

const RULE = 'subscriptions.only-requested';

export default defineScenario(
  {
    title: 'A subscription delivers nothing that it did not ask for',
    requirements: [RULE],
    needs: { capabilities: [SUBSCRIBABLE], tools: ['test_trigger_tool_change'] },
    revisions: { era: 'modern' },
    isolation: 'exclusive',
  },
  async (t) => {
    const session = await t.session();
    if (!declaresToolChanges(t, session, RULE)) return;
    await withSubscriptions(session, async (subscriptions) => {
      const tools = subscriptions.open({ toolsListChanged: true });
      // Also where there are no prompts: then it is one that asks for nothing.
      const prompts = subscriptions.open({ promptsListChanged: true });
      const ready = [
        await awaitAcknowledgement(session, tools),
        await awaitAcknowledgement(session, prompts),
      ];
      if (ready.includes(undefined)) return t.notVerified(RULE, 'acknowledge two subscriptions');
      await callTool(session, 'test_trigger_tool_change').reply();
      // The change did happen: whoever asked for it hears of it.
      if ((await tools.events.next(hasMethod(TOOLS_CHANGED), CHANGE_WITHIN_MS)) === undefined)
        return t.notVerified(RULE, `send ${TOOLS_CHANGED} to a subscription`);
      await t.absent(RULE, {
        session,
        in: prompts.events,
        match: (message) => message.method === TOOLS_CHANGED && !isUnder(tools)(message),
        what: `${TOOLS_CHANGED} on a subscription to prompts`,
      });
    });
  },
);
