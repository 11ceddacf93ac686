import { encodeField, withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.unknown-field-ignored';
/** A field number that no tunnel has, and one whose tag takes two bytes. */
const UNKNOWN = [15, 4_000];

export default defineBindingScenario(
  'grpc',
  { title: 'Unknown fields of a frame are passed over', requirements: [REQUIREMENT], isolation: 'shared' },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const { connection } = client;
      for (const number of UNKNOWN) {
        const message = client.handshakeReply();
        // A typed request for the tools says nothing beside its type.
        const known =
          connection.native === true
            ? new Uint8Array()
            : encodeField(connection.fieldNumber, Buffer.from(JSON.stringify(message)));
        const frame = Buffer.concat([encodeField(number, Buffer.from('from the future')), known]);
        const exchange = client.call({
          messages: [frame],
          open: connection.mode === 'bidi',
          metadata: client.metadataOf(message),
        });
        const answer = await client.answer(exchange, message.id, true);
        client.judgeResult(t, REQUIREMENT, exchange, answer, 'a result');
      }
    }),
);
