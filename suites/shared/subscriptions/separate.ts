import { defineScenario } from '../../scenario.js';
import { callTool, hasMethod } from '../../support/tool-calls.js';
import { SUBSCRIPTION_ID } from '../../../adapters/mcp.js';
import {
  awaitAcknowledgement,
  CHANGE_WITHIN_MS,
  isUnder,
  listen,
  TOOLS_CHANGED,
} from '../../support/subscription.js';

export default defineScenario(
  {
    title: 'Subscriptions that are open at once each get their messages under their own id',
    requirements: ['subscriptions.separate', 'subscriptions.id-carried'],
    needs: { capabilities: ['tools.listChanged'], tools: ['test_trigger_tool_change'] },
    revisions: { era: 'modern' },
    isolation: 'exclusive',
  },
  async (t) => {
    const session = await t.session();
    const one = listen(session, { toolsListChanged: true }, 'one');
    const other = listen(session, { toolsListChanged: true }, 4_711);
    const ready = [await awaitAcknowledgement(session, one), await awaitAcknowledgement(session, other)];
    const reply = await callTool(session, 'test_trigger_tool_change').reply();
    const any = await session.events.next(hasMethod(TOOLS_CHANGED), CHANGE_WITHIN_MS);
    if (any === undefined || ready.includes(undefined)) {
      const missing = `acknowledge two subscriptions and send ${TOOLS_CHANGED} to one`;
      t.notVerified('subscriptions.separate', missing);
      return t.notVerified('subscriptions.id-carried', missing);
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
    session.cancel(one);
    session.cancel(other);
  },
);
