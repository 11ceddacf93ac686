import { greet } from '../support/http-greet.js';
import {
  isBetween,
  isDropped,
  judgeAllow,
  judgeHttpSurvival,
  observeOutcome,
} from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.http-odd-methods';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'PUT and PATCH are refused and survived',
    requirements: [REQUIREMENT, 'http.405-names-allowed-methods'],
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    const ask = (method: string) => {
      const { document, headers } = client.probe();
      return client.ask(method, headers, JSON.stringify(document));
    };
    for (const exchange of await Promise.all(['PUT', 'PATCH'].map(ask))) {
      judgeAllow(t, exchange);
      const isRefusal = (status: unknown) =>
        isBetween(400, 499)(status) || status === 501 || isDropped(exchange);
      t.satisfies(
        REQUIREMENT,
        observeOutcome(exchange),
        isRefusal,
        'a 4xx status, 501, or a dropped connection',
      );
    }
    await judgeHttpSurvival(t, REQUIREMENT, client);
  },
);
