import { withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.session-metadata-at-once';
/** Milliseconds; on a busy machine as long as another stream takes for more. */
const AT_ONCE_MS = 1_000;

export default defineBindingScenario(
  'grpc',
  {
    title: 'A stream is taken before anything is said on it',
    requirements: [REQUIREMENT],
    revisions: { era: 'legacy' },
    isolation: 'shared',
  },
  (t) =>
    withClient(
      t,
      [REQUIREMENT],
      async (client) => {
        const exchange = client.call({ messages: [], open: true });
        const came = await client.hasCome(exchange.opened, AT_ONCE_MS);
        if (came === undefined) return t.notVerified(REQUIREMENT, 'open another stream meanwhile');
        t.equal(REQUIREMENT, came ? exchange.header(':status') : exchange.stillOpen(), '200');
      },
      'bidi',
    ),
);
