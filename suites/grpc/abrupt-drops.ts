import { withClient } from '../support/grpc-client.js';
import { settledWithin } from '../../adapters/wait.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.grpc-abrupt-drops';
const DROPS = 10;
/** The beginning of a message of 4 KiB. */
const HALF = Buffer.concat([Buffer.from([0, 0, 0, 0x10, 0]), Buffer.alloc(100, '{')]);

export default defineBindingScenario(
  'grpc',
  {
    title: 'Connections that break off in the middle of a message do no harm',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      for (let count = 0; count < DROPS; count++) {
        const wire = client.connection.wire();
        const { exchange } = client.knock({}, wire);
        await settledWithin(exchange.opened, t.requestTimeoutMs);
        const metadata = client.metadataOf(client.handshakeReply());
        wire.call({ messages: [], bytes: HALF, open: true, metadata });
        // An answered PING: what was written before it has arrived.
        await wire.ping(Buffer.alloc(8), t.requestTimeoutMs);
        wire.drop();
      }
      const { exchange, answer } = client.knock({}, client.connection.wire());
      client.judgeResult(t, REQUIREMENT, exchange, await answer(), 'a result on a new connection');
    }),
);
