import { greetAndProbe } from '../support/http-greet.js';
import { judgeNotServed } from '../support/http-judge.js';
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
    const client = await greetAndProbe(t, [REQUIREMENT], 'answer the same request as JSON');
    if (client === undefined) return;
    const exchange = await client.post(client.probe(), { headers: { 'content-type': 'text/plain' } });
    await judgeNotServed(t, REQUIREMENT, client, exchange, 'a refusal');
  },
);
