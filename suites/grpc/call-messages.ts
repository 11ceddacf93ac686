import { observeStatus, withClient } from '../support/grpc-client.js';
import { BELOW, isOfLibrary, isUnimplemented, tryUnknownEncoding } from '../support/grpc-library.js';
import { readErrorCode } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = [
  'grpc.request-cardinality',
  'grpc.library-cardinality',
  'grpc.call-response-refused',
] as const;
const [ONE, LIBRARY, RESPONSE] = REQUIREMENTS;
/** Seconds: longer than a call that is refused takes on a machine that is busy. */
const DEADLINE_S = 8;
/** C-core waits for a message until there is no time left, and passes over a second one: OK, CANCELLED, DEADLINE_EXCEEDED. */
const OF_CORE: readonly unknown[] = [undefined, 0, 1, 4];

export default defineBindingScenario(
  'grpc',
  {
    title: 'A call carries one message, and no response',
    requirements: REQUIREMENTS,
    revisions: { era: 'modern' },
    isolation: 'shared',
  },
  (t) =>
    withClient(
      t,
      REQUIREMENTS,
      async (client) => {
        const isOnCore = async () => isOfLibrary(await tryUnknownEncoding(client, 'mcptc'), 'encoding');
        const message = client.handshakeReply();
        const metadata = client.metadataOf(message);
        // So that a server that waits for a message on and on ends the call itself.
        const timed = { ...metadata, 'grpc-timeout': `${DEADLINE_S}S` };
        // Its first words tell the library, and that one may say nothing the next time.
        let known = false;
        for (const messages of [[], [message, message]]) {
          const exchange = client.call({ messages, metadata: timed });
          const over = await client.isOver(exchange, (DEADLINE_S + 1) * 1_000);
          const mayBeCore = over === false || OF_CORE.includes(exchange.status?.value);
          known ||= isOfLibrary(exchange, 'cardinality');
          if (known ? !isUnimplemented[0](exchange.status?.value) : mayBeCore && (await isOnCore())) {
            t.satisfies(
              LIBRARY,
              observeStatus(exchange),
              () => false,
              'the status UNIMPLEMENTED, of a library',
            );
            t.notApplicable(ONE, BELOW);
          } else if (await client.judgeEnd(t, ONE, exchange, isUnimplemented))
            t.satisfies(
              LIBRARY,
              observeStatus(exchange),
              () => true,
              'the status UNIMPLEMENTED, of a library',
            );
        }
        if (client.connection.native === true) return;
        const response = { jsonrpc: '2.0', id: 'unasked', result: {} };
        const exchange = client.send(response, { metadata: { 'mcp-protocol-version': t.revision } });
        const answer = await client.answer(exchange, 'unasked', true);
        client.judgeAnswer(t, RESPONSE, exchange, answer, [
          (document) => readErrorCode(document) === -32600,
          'the error -32600',
        ]);
      },
      'call',
    ),
);
