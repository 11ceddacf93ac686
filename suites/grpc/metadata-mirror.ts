import { encodeHeaderValue } from '../support/http-calls.js';
import { endsWith, withClient } from '../support/grpc-client.js';
import { readErrorCode } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = ['grpc.metadata-required', 'grpc.metadata-matches', 'grpc.metadata-decoded'] as const;
const HEADER_MISMATCH = -32020;
const OK = 0;

export default defineBindingScenario(
  'grpc',
  {
    title: 'Metadata repeats the body, or the request is refused',
    requirements: REQUIREMENTS,
    revisions: { era: 'modern' },
    isolation: 'shared',
  },
  (t) =>
    withClient(
      t,
      REQUIREMENTS,
      async (client) => {
        const refused = async (
          id: 'grpc.metadata-required' | 'grpc.metadata-matches',
          metadata: Record<string, string | null>,
        ) => {
          const message = client.handshakeReply();
          const exchange = client.send(message, { metadata });
          const answer = await client.answer(exchange, message.id, true);
          client.judgeAnswer(t, id, exchange, answer, [
            (document) => readErrorCode(document) === HEADER_MISMATCH,
            `the error ${HEADER_MISMATCH} for ${JSON.stringify(metadata)}`,
          ]);
          await client.judgeEnd(t, id, exchange, endsWith('OK', OK));
        };
        await refused('grpc.metadata-required', { 'mcp-method': null });
        await refused('grpc.metadata-matches', { 'mcp-method': 'Tools/list' });
        await refused('grpc.metadata-matches', { 'mcp-protocol-version': '2025-11-25' });

        const message = client.handshakeReply();
        const metadata = { 'mcp-method': encodeHeaderValue(message.method) };
        const exchange = client.send(message, { metadata });
        const answer = await client.answer(exchange, message.id);
        client.judgeResult(t, 'grpc.metadata-decoded', exchange, answer, 'a result');
      },
      'call',
    ),
);
