import { defineScenario } from '../../scenario.js';
import { listDeclaredLists } from '../../support/lists.js';
import { tryTool } from '../../support/tool-calls.js';

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
    for (const call of (await t.safeCalls()).slice(0, MAX_CALLS)) await tryTool(session, call);
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
