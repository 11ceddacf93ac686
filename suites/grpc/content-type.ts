import { ANSWER_MS, observeEnd, withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.content-type-refused';

export default defineBindingScenario(
  'grpc',
  {
    title: 'A request that is not of gRPC is refused as HTTP does it',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const { exchange } = client.knock({ metadata: { 'content-type': 'application/json' }, open: false });
      if ((await client.hasCome(exchange.opened, ANSWER_MS)) === undefined)
        return t.notVerified(REQUIREMENT, 'answer another call meanwhile');
      const status = exchange.header(':status');
      t.equal(REQUIREMENT, status.value === undefined ? observeEnd(exchange) : status, '415');
    }),
);
