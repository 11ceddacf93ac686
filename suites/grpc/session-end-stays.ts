import { withClient } from '../support/grpc-client.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.session-end-stays';

export default defineBindingScenario(
  'grpc',
  {
    title: 'The end of a stream is the end of no other',
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
        for (const way of ['end', 'cancel'] as const) {
          const other = await client.session();
          if (session === undefined || other === undefined)
            return t.notVerified(REQUIREMENT, 'open a second session on one connection');
          other.exchange[way]();
          await client.isOver(other.exchange);
          // A server may be told of it a moment later than we are: the second answer is from after that.
          await client.isServing();
          const { seen, document } = await session.ping();
          t.satisfies(REQUIREMENT, seen, () => isResult(document), 'an answer on the stream that is left');
        }
      },
      'bidi',
    ),
);
