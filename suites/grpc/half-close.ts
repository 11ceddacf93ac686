import { endsWith, withClient } from '../support/grpc-client.js';
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
        await client.judgeEnd(t, REQUIREMENT, session.exchange, endsWith('OK', OK));
      },
      'bidi',
    ),
);
