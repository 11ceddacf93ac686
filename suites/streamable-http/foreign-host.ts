import { greetAndProbe } from '../support/http-greet.js';
import { judgeNotServed } from '../support/http-judge.js';
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
    await judgeNotServed(t, REQUIREMENT, client, exchange, 'a refusal');
  },
);
