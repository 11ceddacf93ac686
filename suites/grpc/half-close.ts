import { observeStatus, waitForEnd, withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.session-ends-after-half-close';
const OK = 0;

export default defineBindingScenario(
  'grpc',
  {
    title: 'A half-closed stream is ended by the server',
    requirements: [REQUIREMENT],
    revisions: { era: 'legacy' },
    isolation: 'shared',
  },
  (t) =>
    withClient(
      t,
      [REQUIREMENT],
      async (client) => {
        const session = await client.session();
        if (session === undefined) {
          t.notVerified(REQUIREMENT, 'open a session');
          return;
        }
        await session.ping();
        session.exchange.end();
        await waitForEnd(session.exchange);
        t.equal(REQUIREMENT, observeStatus(session.exchange), OK);
      },
      'bidi',
    ),
);
