import { withClient } from '../support/grpc-client.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.grpc-cancelled-calls';
const RPCS = 100;
/** Milliseconds of a call that is cancelled long before. */
const SLOW_MS = 5_000;
const SELDOM = 20;

export default defineBindingScenario(
  'grpc',
  {
    title: 'RPCs that were cancelled leave nothing behind',
    requirements: [REQUIREMENT],
    isolation: 'process',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const { mode, native } = client.connection;
      const waiting = () => {
        if (mode === 'bidi') return client.handshakeReply();
        return native === true
          ? client.request('tools/call', { name: 'test_slow', arguments: { ms: SLOW_MS } })
          : client.request('subscriptions/listen', { notifications: { toolsListChanged: true } });
      };
      for (let index = 0; index < RPCS; index++) {
        const exchange = client.send(waiting());
        // Half of them before the server can have answered; a slow call says nothing meanwhile.
        if (index % (native === true ? SELDOM : 2) === 0) await exchange.message(0, t.quietMs);
        exchange.cancel();
      }
      const { seen, document } = await client.knock().answer();
      t.satisfies(REQUIREMENT, seen, () => isResult(document), 'a result for another RPC');
    }),
);
