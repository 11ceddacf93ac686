import { greet } from '../support/http-greet.js';
import { isStream, judgeAllow, observeOutcome } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.get-stream-or-405';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'GET opens an event stream, or is not allowed',
    requirements: [REQUIREMENT, 'http.405-names-allowed-methods'],
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    const exchange = await t.wait(client.ask('GET', { accept: 'text/event-stream' }));
    judgeAllow(t, exchange);
    t.satisfies(
      REQUIREMENT,
      exchange.status?.value === 200 ? exchange.header('content-type') : observeOutcome(exchange),
      () => exchange.status?.value === 405 || (exchange.status?.value === 200 && isStream(exchange)),
      'an event stream, or status 405',
    );
  },
);
