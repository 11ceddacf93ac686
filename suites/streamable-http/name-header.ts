import { encodeHeaderValue, findNamingRequest } from '../support/http-calls.js';
import { greet } from '../support/http-client.js';
import { judgeHttpServed, judgeRefusal } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIRED = 'http.name-header-required';
const MATCHES = 'http.name-header-matches';
const DECODED = 'http.encoded-header-decoded';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'The name header is there and agrees with the body, plain or encoded',
    requirements: [REQUIRED, MATCHES, DECODED],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greet(t, [REQUIRED, MATCHES, DECODED]);
    if (client === undefined) return;
    const naming = await findNamingRequest(t, client);
    if (naming === undefined) {
      for (const id of [REQUIRED, MATCHES, DECODED] as const)
        t.notVerified(id, 'offer a tool that is safe to call, a resource, or a prompt without arguments');
      return;
    }
    const { post, name } = naming;
    judgeRefusal(t, REQUIRED, await client.post(post(), { headers: { 'mcp-name': null } }), 400, -32020);
    for (const other of [`${name}-other`, encodeHeaderValue(`${name}-other`)]) {
      const unlike = await client.post(post(), { headers: { 'mcp-name': other } });
      judgeRefusal(t, MATCHES, unlike, 400, -32020);
    }
    const alike = await client.post(post(), { headers: { 'mcp-name': encodeHeaderValue(name) } });
    judgeHttpServed(t, DECODED, alike, 'the same result as with the plain name');
  },
);
