import { encodeField, endsWith, observeStatus, withClient } from '../support/grpc-client.js';
import { BELOW, isOfLibrary } from '../support/grpc-library.js';
import { readErrorCode } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const LIBRARY = 'grpc.library-malformed-status';
const REQUIREMENTS = ['grpc.parse-error', 'grpc.malformed-frame-status', LIBRARY] as const;
const OK = 0;
const UNREADABLE = endsWith('INTERNAL or INVALID_ARGUMENT', 13, 3);

/** Field 1 with more bytes announced than there are, and a tag that does not end. */
const NO_PROTOBUF = [Buffer.from([0x0a, 0x7f, 0x7b]), Buffer.from([0xff, 0xff, 0xff])];
const NO_JSON = [Buffer.from('{"jsonrpc":"2.0",'), Buffer.from([0x22, 0xff, 0xfe, 0x22])];

export default defineBindingScenario(
  'grpc',
  {
    title: 'What cannot be read is answered, each in its own layer',
    requirements: REQUIREMENTS,
    isolation: 'shared',
  },
  (t) =>
    withClient(t, REQUIREMENTS, async (client) => {
      const metadata = client.metadataOf(client.handshakeReply());
      for (const frame of NO_PROTOBUF) {
        const exchange = client.call({ messages: [frame], open: false, metadata });
        await client.isOver(exchange);
        if (isOfLibrary(exchange, 'malformed')) {
          t.satisfies(LIBRARY, observeStatus(exchange), () => false, 'the status INTERNAL, of a library');
          t.notApplicable('grpc.malformed-frame-status', BELOW);
        } else if (await client.judgeEnd(t, 'grpc.malformed-frame-status', exchange, UNREADABLE))
          t.satisfies(LIBRARY, observeStatus(exchange), () => true, 'the status INTERNAL, of a library');
      }
      if (client.connection.native === true) return;
      for (const json of NO_JSON) {
        const frame = encodeField(client.connection.fieldNumber, json);
        const exchange = client.call({ messages: [frame], open: false, metadata });
        const answer = await client.answer(exchange, 'none', true);
        client.judgeAnswer(t, 'grpc.parse-error', exchange, answer, [
          (document) => readErrorCode(document) === -32700,
          'the error -32700',
        ]);
        await client.judgeEnd(t, 'grpc.parse-error', exchange, endsWith('OK', OK));
      }
    }),
);
