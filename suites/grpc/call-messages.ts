import { endsWith, withClient } from '../support/grpc-client.js';
import { readErrorCode } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = ['grpc.request-cardinality', 'grpc.call-response-refused'] as const;
const [ONE, RESPONSE] = REQUIREMENTS;
const UNIMPLEMENTED = 12;

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
        const message = client.handshakeReply();
        const metadata = client.metadataOf(message);
        for (const messages of [[], [message, message]]) {
          const exchange = client.call({ messages, metadata });
          await client.judgeEnd(t, ONE, exchange, endsWith('UNIMPLEMENTED', UNIMPLEMENTED));
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
