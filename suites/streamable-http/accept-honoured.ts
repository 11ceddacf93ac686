import { greet, observeOutcome } from '../support/http-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.http-accept-honoured';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A client that accepts neither reply type gets 406',
    requirements: [REQUIREMENT],
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    if (!(await client.serves(client.probe()))) {
      return t.notVerified(REQUIREMENT, 'answer the same request with both types accepted');
    }
    const exchange = await client.post(client.probe(), { headers: { accept: 'image/png' } });
    t.equal(REQUIREMENT, observeOutcome(exchange), 406);
  },
);
