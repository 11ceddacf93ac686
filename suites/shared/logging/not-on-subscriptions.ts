import { defineScenario } from '../../scenario.js';
import { META } from '../../../adapters/mcp.js';
import { callLent } from '../../support/tool-calls.js';
import { isLog, LOG_MESSAGE } from '../../support/logging.js';
import { awaitAcknowledgement, hasSubscriptions, isUnder, listen } from '../../support/subscription.js';

const RULE = 'logging.not-on-subscriptions';

export default defineScenario(
  {
    title: 'Log messages go to the request that asked for them, not to subscriptions',
    requirements: [RULE],
    needs: { capabilities: ['tools'], role: 'logging' },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    if (!hasSubscriptions(session))
      return t.notApplicable(RULE, 'the target declares nothing that can be subscribed to');
    const tool = await t.role('logging');
    const subscription = listen(session, {
      ...(session.declares('tools.listChanged') ? { toolsListChanged: true } : {}),
      ...(session.declares('prompts.listChanged') ? { promptsListChanged: true } : {}),
      ...(session.declares('resources.listChanged') ? { resourcesListChanged: true } : {}),
    });
    const ready = await awaitAcknowledgement(session, subscription);
    const reply = await callLent(session, tool, { meta: { [META.logLevel]: 'debug' } });
    if (ready === undefined || reply === undefined || !session.events.seen.some(isLog)) {
      t.notVerified(RULE, `send log messages from ${tool.name} while subscribed`);
    } else {
      const isShared = ready.channel === reply.channel;
      await t.absent(RULE, {
        session,
        // On one channel for all, only its id says that a message is for the subscription.
        match: (message) =>
          isLog(message) && (isShared ? isUnder(subscription)(message) : message.channel === ready.channel),
        what: `${LOG_MESSAGE} on a subscription`,
      });
    }
    session.cancel(subscription);
  },
);
