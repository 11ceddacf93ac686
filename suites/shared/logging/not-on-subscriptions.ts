import { defineScenario } from '../../scenario.js';
import { META } from '../../../adapters/mcp.js';
import { callTool } from '../../support/tool-calls.js';
import { isLog, LOG_MESSAGE } from '../../support/logging.js';
import { awaitAcknowledgement, listen } from '../../support/subscription.js';

const TOOL = 'test_logging_tool';

export default defineScenario(
  {
    title: 'Log messages go to the request that asked for them, not to subscriptions',
    requirements: ['logging.not-on-subscriptions'],
    needs: { capabilities: ['tools.listChanged'], tools: [TOOL] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    const subscription = listen(session, { toolsListChanged: true });
    const ready = await awaitAcknowledgement(session, subscription);
    const call = callTool(session, TOOL, {}, { meta: { [META.logLevel]: 'debug' } });
    await call.reply();
    if (ready === undefined || !session.events.seen.some(isLog)) {
      return t.notVerified('logging.not-on-subscriptions', `send log messages from ${TOOL} while subscribed`);
    }
    await t.absent('logging.not-on-subscriptions', {
      session,
      in: subscription.events,
      // What belongs to the call as well is where it should be: on one channel both see it.
      match: (message) => isLog(message) && !call.events.seen.includes(message),
      what: `${LOG_MESSAGE} on a subscription`,
    });
    session.cancel(subscription);
  },
);
