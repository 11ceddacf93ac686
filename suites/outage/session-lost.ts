import { isResult } from '../../adapters/json-rpc.js';
import { HttpClient } from '../support/http-client.js';
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
    const sessionId = session.handshakeReply.opened?.header('mcp-session-id');
    if (sessionId?.value === undefined) {
      return t.notApplicable(LOST, 'this target gives out no session ids');
    }
    await server.kill();
    await server.start();
    // By hand: the session would take the answer for one of its own.
    const client = new HttpClient(t, connection, { revision: t.revision, sessionId: sessionId.value });
    const exchange = await client.post(client.probe());
    if (exchange.status === undefined) return t.notVerified(LOST, 'answer after a restart');
    if (isResult(exchange.json().value)) {
      return t.notApplicable(LOST, 'this target keeps its sessions over a restart');
    }
    t.equal(LOST, exchange.status, 404);
  },
);
