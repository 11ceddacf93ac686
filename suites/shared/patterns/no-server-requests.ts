import { defineScenario } from '../../scenario.js';
import { listDeclaredLists } from '../../support/lists.js';

const MAX_CALLS = 5;

export default defineScenario(
  {
    title: 'The server neither sends requests nor cancels',
    requirements: ['patterns.no-server-requests', 'cancellation.server-sends-none'],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    for (const { method } of listDeclaredLists(session)) await session.request(method).reply();
    for (const call of (await t.safeCalls()).slice(0, MAX_CALLS))
      await session.request('tools/call', { name: call.name, arguments: call.arguments }).reply();
    await t.absent('patterns.no-server-requests', {
      session,
      match: (message) => message.at('/id').value !== undefined,
      what: 'request of the server',
    });
    await t.absent('cancellation.server-sends-none', {
      session,
      match: (message) => message.method === 'notifications/cancelled',
      what: 'cancellation by the server',
    });
  },
);
