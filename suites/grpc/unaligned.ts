import { encodeField, withClient } from '../support/grpc-client.js';
import { encode } from '../../adapters/bytes.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.frames-unaligned';
/** In the flag, in the length, right behind it, and in the message. */
const CUTS = [1, 3, 5, 6];
const PREFIX = 5;

export default defineBindingScenario(
  'grpc',
  {
    title: 'A message is read however it is cut into DATA frames',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const { fieldNumber, mode, native } = client.connection;
      const message = client.handshakeReply();
      // Of a typed request for the tools, the empty fields that all requests have.
      const frame =
        native === true ? encodeField(1, new Uint8Array()) : encodeField(fieldNumber, encode(message));
      const prefix = Buffer.alloc(PREFIX);
      prefix.writeUInt32BE(frame.length, 1);
      const whole = Buffer.concat([prefix, frame]);
      const pieces = [0, ...CUTS].map((from, at) => whole.subarray(from, CUTS[at]));
      const exchange = client.call({
        messages: [],
        pieces,
        open: mode === 'bidi',
        metadata: client.metadataOf(message),
      });
      const answer = await client.answer(exchange, message.id, true);
      client.judgeResult(t, REQUIREMENT, exchange, answer, 'a result for a message in five DATA frames');
    }),
);
