import { isBetween } from '../support/http-client.js';
import { defineBindingScenario } from '../scenario.js';

const LOST = 'http.session-lost-not-found';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A session that was lost in a restart is not found',
    requirements: [LOST],
    needs: { server: 'listener' },
    revisions: { from: '2025-03-26', to: '2025-11-25' },
    isolation: 'process',
    timeout: 60_000,
  },
  async (t) => {
    const server = await t.server();
    const { session, connection } = await t.open({}, server);
    if (session.handshakeReply.opened?.header('mcp-session-id')?.value === undefined) {
      return t.notApplicable(LOST, 'this target gives out no session ids');
    }
    await server.kill();
    await server.start();
    const { method, params } = session.probe();
    const { status } = await connection.send({ body: session.compose(method, params) }).opened;
    if (status === undefined) return t.notVerified(LOST, 'answer after a restart');
    if (isBetween(200, 299)(status.value)) {
      return t.notApplicable(LOST, 'this target keeps its sessions over a restart');
    }
    t.equal(LOST, status, 404);
  },
);
