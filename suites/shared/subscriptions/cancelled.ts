import { defineScenario } from '../../scenario.js';
import { callTool, hasMethod } from '../../support/tool-calls.js';
import { awaitAcknowledgement, CHANGE_WITHIN_MS, listen, TOOLS_CHANGED } from '../../support/subscription.js';

export default defineScenario(
  {
    title: 'A cancelled subscription delivers nothing more, and others go on',
    requirements: ['subscriptions.end-on-cancel'],
    needs: { capabilities: ['tools.listChanged'], tools: ['test_trigger_tool_change'] },
    revisions: { era: 'modern' },
    isolation: 'exclusive',
  },
  async (t) => {
    const session = await t.session();
    const cancelled = listen(session, { toolsListChanged: true });
    const kept = listen(session, { toolsListChanged: true });
    const ready = [await awaitAcknowledgement(session, cancelled), await awaitAcknowledgement(session, kept)];
    if (ready.includes(undefined)) {
      return t.notVerified('subscriptions.end-on-cancel', 'acknowledge two subscriptions');
    }
    session.cancel(cancelled);
    // The server may still be taking the cancellation in.
    await session.barrier();
    await callTool(session, 'test_trigger_tool_change').reply();
    const control = await kept.events.next(hasMethod(TOOLS_CHANGED), CHANGE_WITHIN_MS);
    if (control === undefined) {
      return t.notVerified('subscriptions.end-on-cancel', 'go on with a subscription that was not cancelled');
    }
    await t.absent('subscriptions.end-on-cancel', {
      session,
      in: cancelled.events,
      match: hasMethod(TOOLS_CHANGED),
      what: `${TOOLS_CHANGED} on the cancelled subscription`,
    });
    session.cancel(kept);
  },
);
