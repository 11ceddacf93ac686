import { isBetween, greetAndProbe, observeOutcome } from '../support/http-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.http-foreign-host';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A request to a rebound host name is refused',
    requirements: [REQUIREMENT],
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const client = await greetAndProbe(t, [REQUIREMENT], 'answer the same request to its own host');
    if (client === undefined) return;
    const exchange = await client.post(client.probe(), { host: 'attacker.example' });
    t.satisfies(REQUIREMENT, observeOutcome(exchange), isBetween(400, 499), 'a 4xx status');
  },
);
