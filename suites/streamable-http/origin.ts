import { isBetween, greetAndProbe, observeOutcome } from '../support/http-client.js';
import { isResult } from '../../adapters/json-rpc.js';
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
      t.satisfies(
        'http.origin-validated',
        observeOutcome(exchange),
        (status) => isBetween(400, 499)(status) && !isResult(exchange.json().value),
        'a 4xx status and no result',
      );
    }
  },
);
