import { greetAndProbe } from '../support/http-greet.js';
import { defineBindingScenario } from '../scenario.js';

const RULE = 'http.binds-to-localhost';
/** On loopback as well, and never the address of a server that listens on 127.0.0.1 alone. */
const OTHER = '127.0.0.2';
/** What a system says that has no such address. */
const NO_ADDRESS = /EADDRNOTAVAIL|ENETUNREACH|EHOSTUNREACH|EINVAL/;
const REFUSED = /ECONNREFUSED|ECONNRESET/;

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A server that is started locally listens on localhost alone',
    requirements: [RULE],
    needs: { server: 'local' },
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const client = await greetAndProbe(t, [RULE], 'answer the same request at its own address');
    if (client === undefined) return;
    const { hostname } = new URL(client.connection.url);
    if (hostname !== 'localhost' && hostname !== '127.0.0.1')
      return t.notApplicable(RULE, `this target was told to listen at ${hostname}`);
    const { document, headers } = client.probe();
    const exchange = await client.connection.exchange({
      method: 'POST',
      address: OTHER,
      headers,
      body: JSON.stringify(document),
      timeout: t.requestTimeoutMs,
      patience: () => t.quietMs,
    });
    const { status, failed } = exchange;
    const nobody = `nobody at ${OTHER}, an address that this server was not told`;
    if (status !== undefined) t.satisfies(RULE, status, () => false, nobody);
    else if (failed === undefined || NO_ADDRESS.test(failed.value))
      t.notApplicable(RULE, `this system has no address ${OTHER}`);
    else if (REFUSED.test(failed.value)) t.satisfies(RULE, failed, () => true, nobody);
    else t.notVerified(RULE, `take or refuse connections at ${OTHER} in time`);
  },
);
