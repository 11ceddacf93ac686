import { waitForEnd, withClient } from '../support/grpc-client.js';
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
      await waitForEnd(exchange);
      t.equal(REQUIREMENT, exchange.header(':status'), '415');
    }),
);
