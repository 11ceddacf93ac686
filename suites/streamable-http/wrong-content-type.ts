import { isBetween, greet, observeOutcome } from '../support/http-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.http-wrong-content-type';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A message that is posted as plain text is refused',
    requirements: [REQUIREMENT],
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    if (!(await client.serves(client.probe()))) {
      return t.notVerified(REQUIREMENT, 'answer the same request as JSON');
    }
    const exchange = await client.post(client.probe(), { headers: { 'content-type': 'text/plain' } });
    t.satisfies(REQUIREMENT, observeOutcome(exchange), isBetween(400, 499), 'a 4xx status');
  },
);
