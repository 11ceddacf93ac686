import { isBetween, greet, observeOutcome } from '../support/http-client.js';
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
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    if (!(await client.serves(client.probe()))) {
      return t.notVerified(REQUIREMENT, 'answer the same request to its own host');
    }
    const exchange = await client.post(client.probe(), { host: 'attacker.example' });
    t.satisfies(REQUIREMENT, observeOutcome(exchange), isBetween(400, 499), 'a 4xx status');
  },
);
