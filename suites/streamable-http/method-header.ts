import { greetAndProbe } from '../support/http-greet.js';
import { judgeRefusal } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIRED = 'http.method-header-required';
const MATCHES = 'http.method-header-matches';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'The method header is there and agrees with the body',
    requirements: [REQUIRED, MATCHES],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greetAndProbe(t, [REQUIRED, MATCHES], 'answer the same request with the header');
    if (client === undefined) return;
    const missing = await client.post(client.probe(), { headers: { 'mcp-method': null } });
    judgeRefusal(t, REQUIRED, missing, 400, -32020);
    for (const method of ['tools/list', 'Server/Discover']) {
      const unlike = await client.post(client.probe(), { headers: { 'mcp-method': method } });
      judgeRefusal(t, MATCHES, unlike, 400, -32020);
    }
  },
);
