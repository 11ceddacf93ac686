import { defineScenario } from '../../scenario.js';
import { isResponse } from '../../../adapters/json-rpc.js';

export default defineScenario(
  {
    title: 'Cancelling what is unknown or already answered is ignored',
    requirements: ['cancellation.invalid-ignored'],
  },
  async (t) => {
    const session = await t.session();
    const answered = (await session.barrier()).at<string | number>('/id').value;
    const ids: readonly unknown[] = ['mcptc-never-sent', 987_654_321, answered];
    for (const requestId of ids) session.notify('notifications/cancelled', { requestId, reason: 'a test' });
    await t.absent('cancellation.invalid-ignored', {
      session,
      in: session.unmatched,
      // One more reply to a request has a requirement of its own, and so has one to something else.
      match: (message) =>
        isResponse(message.document) &&
        message.belongsTo === undefined &&
        [...ids, null, undefined].includes(message.at('/id').value),
      what: 'reply to a cancellation',
    });
  },
);
