import { defineScenario } from '../../scenario.js';
import { isResponse } from '../../../adapters/json-rpc.js';

export default defineScenario(
  {
    title: 'Cancelling what is unknown or already answered is ignored',
    requirements: ['cancellation.invalid-ignored'],
  },
  async (t) => {
    const session = await t.session();
    const { method, params } = session.probe();
    const answered = session.request(method, params);
    await answered.reply();
    // The id as it was sent: what came back may be another, or none.
    const ids: readonly unknown[] = ['mcptc-never-sent', 987_654_321, answered.id];
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
