import { readAgreedVersion, endSession, greet, sendInitialize } from '../support/http-greet.js';
import { judgeHttpServed } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.missing-version-assumed';
const ASSUMED = '2025-03-26';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A request without a protocol version header is served',
    requirements: [REQUIREMENT],
    revisions: { from: '2025-06-18', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    // What is assumed has to be served to begin with.
    const old = await sendInitialize(t, client.connection, ASSUMED);
    await endSession(t, client.connection, old);
    if (readAgreedVersion(old) !== ASSUMED) {
      return t.notApplicable(REQUIREMENT, `this target does not serve ${ASSUMED}`);
    }
    if (!(await client.serves(client.probe()))) {
      return t.notVerified(REQUIREMENT, 'answer the same request with the header');
    }
    const exchange = await client.post(client.probe(), { headers: { 'mcp-protocol-version': null } });
    judgeHttpServed(t, REQUIREMENT, exchange, 'a result');
  },
);
