import { defineScenario } from '../../scenario.js';
import { callTool, hasMethod } from '../../support/tool-calls.js';
import {
  awaitAcknowledgement,
  CHANGE_WITHIN_MS,
  declaresToolChanges,
  SUBSCRIBABLE,
  TOOLS_CHANGED,
  withSubscriptions,
} from '../../support/subscription.js';

const RULE = 'subscriptions.end-on-cancel';

export default defineScenario(
  {
    title: 'A cancelled subscription delivers nothing more, and others go on',
    requirements: [RULE],
    needs: { capabilities: [SUBSCRIBABLE], tools: ['test_trigger_tool_change'] },
    revisions: { era: 'modern' },
    isolation: 'exclusive',
  },
  async (t) => {
    const session = await t.session();
    if (!declaresToolChanges(t, session, RULE)) return;
    await withSubscriptions(session, async (subscriptions) => {
      const cancelled = subscriptions.open({ toolsListChanged: true });
      const kept = subscriptions.open({ toolsListChanged: true });
      const ready = [
        await awaitAcknowledgement(session, cancelled),
        await awaitAcknowledgement(session, kept),
      ];
      if (ready.includes(undefined)) return t.notVerified(RULE, 'acknowledge two subscriptions');
      if (subscriptions.cancel(cancelled) === 'dropped')
        return t.notApplicable(RULE, 'the subscription was cancelled by dropping its channel');
      // The server may still be taking the cancellation in.
      await session.barrier();
      await callTool(session, 'test_trigger_tool_change').reply();
      const control = await kept.events.next(hasMethod(TOOLS_CHANGED), CHANGE_WITHIN_MS);
      if (control === undefined)
        return t.notVerified(RULE, 'go on with a subscription that was not cancelled');
      await t.absent(RULE, {
        session,
        in: cancelled.events,
        match: hasMethod(TOOLS_CHANGED),
        what: `${TOOLS_CHANGED} on the cancelled subscription`,
      });
    });
  },
);
