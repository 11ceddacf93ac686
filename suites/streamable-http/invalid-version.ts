import { greetAndProbe } from '../support/http-greet.js';
import { observeOutcome } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.invalid-version-refused';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'An unknown protocol version in the header gets 400',
    requirements: [REQUIREMENT],
    revisions: { from: '2025-06-18', to: '2025-11-25' },
  },
  async (t) => {
    for (const version of ['1900-01-01', 'no-version']) {
      // A session of its own for each: a server may end one with the refusal.
      const client = await greetAndProbe(
        t,
        [REQUIREMENT],
        'answer the same request with the version that was agreed on',
      );
      if (client === undefined) return;
      const exchange = await client.post(client.probe(), { headers: { 'mcp-protocol-version': version } });
      t.equal(REQUIREMENT, observeOutcome(exchange), 400);
    }
  },
);
