import { greetAndProbe } from '../support/http-greet.js';
import { judgeNotServed, observeOutcome } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';
import { FOREIGN_ORIGINS } from '../support/foreign.js';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A request from a foreign web page is refused',
    requirements: ['http.origin-forbidden', 'http.origin-validated'],
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const client = await greetAndProbe(
      t,
      ['http.origin-forbidden', 'http.origin-validated'],
      'answer the same request without an `Origin` header',
    );
    if (client === undefined) return;
    for (const origin of FOREIGN_ORIGINS) {
      const exchange = await client.post(client.probe(), { headers: { origin } });
      t.equal('http.origin-forbidden', observeOutcome(exchange), 403);
      await judgeNotServed(t, 'http.origin-validated', client, exchange, 'a refusal');
    }
  },
);
