import { readAgreedVersion, endSession, greetAndProbe, sendInitialize } from '../support/http-greet.js';
import { judgeRefusal } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIRED = 'http.version-header-required';
const MATCHES = 'http.version-header-matches';
/** The last revision without the header; whoever serves it may take a missing header for it. */
const WITHOUT_HEADER = '2025-03-26';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'The protocol version header is there and agrees with the body',
    requirements: [REQUIRED, MATCHES],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greetAndProbe(t, [REQUIRED, MATCHES], 'answer the same request with the header');
    if (client === undefined) return;
    const unlike = await client.post(client.probe(), { headers: { 'mcp-protocol-version': '1900-01-01' } });
    // The header's version is also one that the server does not have: both refusals are right.
    judgeRefusal(t, MATCHES, unlike, 400, -32020, -32022);

    const old = await sendInitialize(t, client.connection, WITHOUT_HEADER);
    await endSession(t, client.connection, old);
    const version = readAgreedVersion(old);
    if (version !== undefined && version <= WITHOUT_HEADER) {
      return t.notApplicable(REQUIRED, `this target serves ${version}, which has no such header`);
    }
    const missing = await client.post(client.probe(), { headers: { 'mcp-protocol-version': null } });
    judgeRefusal(t, REQUIRED, missing, 400, -32020);
  },
);
