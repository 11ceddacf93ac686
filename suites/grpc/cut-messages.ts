import { isNotNow, observeStatus, withClient } from '../support/grpc-client.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.grpc-cut-message';
/** Three bytes of the five before a message, and a message of 8 bytes of which there are 4. */
const CUT = [Buffer.from([0, 0, 0]), Buffer.from([0, 0, 0, 0, 8, 0x0a, 6, 0x7b, 0x22])];

export default defineBindingScenario(
  'grpc',
  {
    title: 'A message that is cut short is none',
    requirements: [REQUIREMENT],
    revisions: { era: 'modern' },
    isolation: 'shared',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const metadata = client.metadataOf(client.handshakeReply());
      for (const bytes of CUT) {
        const exchange = client.call({ messages: [], bytes, metadata });
        const over = await client.isOver(exchange);
        if (over === undefined || isNotNow(exchange)) {
          t.notVerified(REQUIREMENT, 'end a call with half a message');
          continue;
        }
        t.satisfies(
          REQUIREMENT,
          observeStatus(exchange),
          (status) => over && status !== 0,
          'the end of the call, with another status than OK',
        );
      }
      const { seen, document } = await client.knock().answer();
      t.satisfies(REQUIREMENT, seen, () => isResult(document), 'a result for another RPC');
    }),
);
