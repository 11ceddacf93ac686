import { greetAndProbe } from '../support/http-greet.js';
import { observeOutcome } from '../support/http-judge.js';
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
    const client = await greetAndProbe(t, [REQUIREMENT], 'answer the same request with both types accepted');
    if (client === undefined) return;
    const exchange = await client.post(client.probe(), { headers: { accept: 'image/png' } });
    t.equal(REQUIREMENT, observeOutcome(exchange), 406);
  },
);
