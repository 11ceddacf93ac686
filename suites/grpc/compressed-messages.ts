import { gzipSync } from 'node:zlib';
import { encodeField, withClient } from '../support/grpc-client.js';
import { encode } from '../../adapters/bytes.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = ['grpc.accepted-encoding-read', 'grpc.uncompressed-message-read'] as const;
const [ACCEPTED, PLAIN] = REQUIREMENTS;
const GZIP = { 'grpc-encoding': 'gzip' };

export default defineBindingScenario(
  'grpc',
  {
    title: 'The compressed flag of a message means what it says',
    requirements: REQUIREMENTS,
    isolation: 'shared',
  },
  (t) =>
    withClient(t, REQUIREMENTS, async (client) => {
      const known = client.knock();
      await known.answer();
      const names = known.exchange.header('grpc-accept-encoding');
      if (names.value?.split(/\s*,\s*/).includes('gzip') !== true) {
        for (const id of REQUIREMENTS) t.notApplicable(id, 'the server does not say that it accepts gzip');
        return;
      }
      const message = client.handshakeReply();
      // A typed request for the tools says nothing beside its type.
      const frame =
        client.connection.native === true
          ? new Uint8Array()
          : encodeField(client.connection.fieldNumber, encode(message));
      const common = {
        metadata: { ...client.metadataOf(message), ...GZIP },
        open: client.connection.mode === 'bidi',
      };
      const zipped = client.call({ ...common, messages: [gzipSync(frame)], compressed: true });
      const answer = await client.answer(zipped, message.id, true);
      client.judgeResult(t, ACCEPTED, zipped, answer, 'a result for a message in gzip');

      const plain = client.knock({ metadata: GZIP });
      const plainAnswer = await plain.answer();
      client.judgeResult(t, PLAIN, plain.exchange, plainAnswer, 'a result for a message whose flag is 0');
    }),
);
