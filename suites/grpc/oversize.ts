import { observeStatus, waitForEnd, withClient } from '../support/grpc-client.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.oversize-status';
const RESOURCE_EXHAUSTED = 8;
/** The beginning of a message of 4 GiB: no server takes that, and none has to wait for it. */
const ENDLESS = Buffer.concat([Buffer.from([0, 0xff, 0xff, 0xff, 0xff]), Buffer.alloc(1_024, '{')]);

export default defineBindingScenario(
  'grpc',
  { title: 'A message that is too long is refused, and no more', requirements: [REQUIREMENT] },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const metadata = client.metadataOf(client.handshakeReply());
      const exchange = client.call({ messages: [], bytes: ENDLESS, open: true, metadata });
      await waitForEnd(exchange);
      t.equal(REQUIREMENT, observeStatus(exchange), RESOURCE_EXHAUSTED);
      const { seen, document } = await client.knock().answer();
      t.satisfies(REQUIREMENT, seen, () => isResult(document), 'a result for another RPC');
    }),
);
