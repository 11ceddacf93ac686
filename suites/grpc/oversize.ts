import { endsWith, withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.oversize-status';
const RESOURCE_EXHAUSTED = 8;
/** Milliseconds to refuse it: its length stands in the first five bytes. */
const REFUSED_MS = 2_000;
/** The beginning of a message of 4 GiB: no server takes that, and none has to wait for it. */
const ENDLESS = Buffer.concat([Buffer.from([0, 0xff, 0xff, 0xff, 0xff]), Buffer.alloc(1_024, '{')]);

export default defineBindingScenario(
  'grpc',
  { title: 'A message that is too long is refused, and no more', requirements: [REQUIREMENT] },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const metadata = client.metadataOf(client.handshakeReply());
      const exchange = client.call({ messages: [], bytes: ENDLESS, open: true, metadata });
      const over = await client.isOver(exchange, REFUSED_MS);
      // A server without a limit waits for the rest of it, as it may.
      if (over === false) t.notVerified(REQUIREMENT, 'have a limit for messages that is below 4 GiB');
      else
        await client.judgeEnd(t, REQUIREMENT, exchange, endsWith('RESOURCE_EXHAUSTED', RESOURCE_EXHAUSTED));
      const after = client.knock();
      client.judgeResult(t, REQUIREMENT, after.exchange, await after.answer(), 'a result for another RPC');
    }),
);
