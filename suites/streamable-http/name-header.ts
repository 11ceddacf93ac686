import { encoded, namingRequest } from '../support/http-calls.js';
import { greet, judgeServed, refusedWith } from '../support/http-client.js';
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
    const naming = await namingRequest(t, client);
    if (naming === undefined) {
      for (const id of [REQUIRED, MATCHES, DECODED] as const)
        t.notVerified(id, 'offer a tool that is safe to call, a resource, or a prompt without arguments');
      return;
    }
    const { post, name } = naming;
    refusedWith(t, REQUIRED, await client.post(post(), { headers: { 'mcp-name': null } }), 400, -32020);
    for (const other of [`${name}-other`, encoded(`${name}-other`)]) {
      const unlike = await client.post(post(), { headers: { 'mcp-name': other } });
      refusedWith(t, MATCHES, unlike, 400, -32020);
    }
    const alike = await client.post(post(), { headers: { 'mcp-name': encoded(name) } });
    judgeServed(t, DECODED, alike, 'the same result as with the plain name');
  },
);
