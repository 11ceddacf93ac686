import { withClient } from '../support/grpc-client.js';
import { settledWithin } from '../../adapters/wait.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.session-metadata-at-once';
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
        await t.wait(settledWithin(exchange.opened, AT_ONCE_MS));
        t.equal(REQUIREMENT, exchange.header(':status'), '200');
      },
      'bidi',
    ),
);
