import { greet } from '../support/http-greet.js';
import { isBetween, isDropped, judgeHttpSurvival, observeOutcome } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.http-malformed-body';
/** Cut short, no UTF-8, and nothing at all. */
const BODIES = [
  new TextEncoder().encode('{"jsonrpc":"2.0","id":1,"method":'),
  Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d),
  new Uint8Array(),
];

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A body that is no JSON is refused and survived',
    requirements: [REQUIREMENT],
    revisions: { from: '2025-03-26' },
    isolation: 'process',
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    // Side by side: none of them is an answer to another.
    const ask = (body: (typeof BODIES)[number]) => client.ask('POST', client.probe().headers, body);
    for (const exchange of await Promise.all(BODIES.map(ask))) {
      const isRefusal = (status: unknown) => isBetween(400, 499)(status) || isDropped(exchange);
      t.satisfies(REQUIREMENT, observeOutcome(exchange), isRefusal, 'a 4xx status, or a dropped connection');
    }
    await judgeHttpSurvival(t, REQUIREMENT, client);
  },
);
