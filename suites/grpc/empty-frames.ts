import { encodeField, withClient } from '../support/grpc-client.js';
import { readErrorCode } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.empty-frame';
/** Nothing at all, field 1 with nothing in it, and a field that nobody knows in its place. */
const EMPTY = (field: number) => [
  Buffer.alloc(0),
  encodeField(field, Buffer.alloc(0)),
  encodeField(4_000, Buffer.from('x')),
];

export default defineBindingScenario(
  'grpc',
  { title: 'A frame without a message is no JSON', requirements: [REQUIREMENT], isolation: 'shared' },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const metadata = client.metadataOf(client.handshakeReply());
      for (const frame of EMPTY(client.connection.fieldNumber)) {
        const exchange = client.call({ messages: [frame], open: false, metadata });
        const answer = await client.answer(exchange, 'none', true);
        client.judgeAnswer(t, REQUIREMENT, exchange, answer, [
          (document) => readErrorCode(document) === -32700,
          'the error -32700',
        ]);
      }
    }),
);
