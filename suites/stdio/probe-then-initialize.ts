import { CLIENT_INFO, metaOf } from '../binding/compose.js';
import { judgeAnswered, StdioClient } from '../binding/lines.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.stdio-probe-then-initialize';
/** Milliseconds that a client waits for an answer to its probe before it falls back. */
const PROBE_MS = 2_000;

export default defineBindingScenario(
  'stdio',
  {
    title: 'A probe for the modern era does no harm to the handshake',
    requirements: [REQUIREMENT],
    revisions: { era: 'legacy' },
    isolation: 'process',
  },
  async (t) => {
    const client = StdioClient.on(t, await t.connect());
    await client.ask(client.request('server/discover', { _meta: metaOf('2026-07-28') }), PROBE_MS);
    const hello = client.request('initialize', {
      protocolVersion: t.revision,
      capabilities: {},
      clientInfo: CLIENT_INFO,
    });
    client.connection.send({ body: hello });
    await judgeAnswered(t, REQUIREMENT, client, hello.id, 'an answer to `initialize` after the probe');
  },
);
