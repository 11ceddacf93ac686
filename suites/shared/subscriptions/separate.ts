import { defineScenario } from '../../scenario.js';
import { callTool, hasMethod } from '../../support/tool-calls.js';
import { SUBSCRIPTION_ID } from '../../../adapters/mcp.js';
import {
  awaitAcknowledgement,
  CHANGE_WITHIN_MS,
  declaresToolChanges,
  isUnder,
  SUBSCRIBABLE,
  TOOLS_CHANGED,
  withSubscriptions,
} from '../../support/subscription.js';

const RULES = ['subscriptions.separate', 'subscriptions.id-carried'] as const;

export default defineScenario(
  {
    title: 'Subscriptions that are open at once each get their messages under their own id',
    requirements: RULES,
    needs: { capabilities: [SUBSCRIBABLE], tools: ['test_trigger_tool_change'] },
    revisions: { era: 'modern' },
    isolation: 'exclusive',
  },
  async (t) => {
    const session = await t.session();
    if (!declaresToolChanges(t, session, ...RULES)) return;
    await withSubscriptions(session, async (subscriptions) => {
      const one = subscriptions.open({ toolsListChanged: true }, 'one');
      const other = subscriptions.open({ toolsListChanged: true }, 4_711);
      const ready = [await awaitAcknowledgement(session, one), await awaitAcknowledgement(session, other)];
      const reply = await callTool(session, 'test_trigger_tool_change').reply();
      const any = await session.events.next(hasMethod(TOOLS_CHANGED), CHANGE_WITHIN_MS);
      if (any === undefined || ready.includes(undefined)) {
        const missing = `acknowledge two subscriptions and send ${TOOLS_CHANGED} to one`;
        for (const rule of RULES) t.notVerified(rule, missing);
        return;
      }
      for (const subscription of [one, other]) {
        const got = await session.events.next(
          (message) => message.method === TOOLS_CHANGED && isUnder(subscription)(message),
          CHANGE_WITHIN_MS,
        );
        t.satisfies(
          'subscriptions.separate',
          got?.at(SUBSCRIPTION_ID) ?? reply.at('/result'),
          () => got !== undefined,
          `${TOOLS_CHANGED} under the id ${JSON.stringify(subscription.id)}`,
        );
      }
      for (const message of session.events.seen.filter(hasMethod(TOOLS_CHANGED))) {
        t.satisfies(
          'subscriptions.id-carried',
          message.at(SUBSCRIPTION_ID),
          (id) => id === one.id || id === other.id,
          `the id ${JSON.stringify(one.id)} or ${JSON.stringify(other.id)}`,
        );
      }
    });
  },
);
