import { withClient } from '../support/grpc-client.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.grpc-cancelled-calls';
const RPCS = 100;

export default defineBindingScenario(
  'grpc',
  {
    title: 'RPCs that were cancelled leave nothing behind',
    requirements: [REQUIREMENT],
    isolation: 'process',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const waiting = () =>
        client.connection.mode === 'bidi'
          ? client.handshakeReply()
          : client.request('subscriptions/listen', { notifications: { toolsListChanged: true } });
      for (let index = 0; index < RPCS; index++) {
        const exchange = client.send(waiting());
        // Half of them before the server can have answered.
        if (index % 2 === 0) await exchange.message(0, t.quietMs);
        exchange.cancel();
      }
      const { seen, document } = await client.knock().answer();
      t.satisfies(REQUIREMENT, seen, () => isResult(document), 'a result for another RPC');
    }),
);
