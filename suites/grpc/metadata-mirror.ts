import { encoded } from '../support/http-calls.js';
import { answerOn, statusOf, untilEnd, withClient } from '../support/grpc-client.js';
import { errorCode, isResult } from '../../adapters/json-rpc.js';
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
          const message = client.opening();
          const exchange = client.send(message, { metadata });
          const { seen, document } = await answerOn(exchange, message.id, true);
          t.satisfies(
            id,
            seen,
            () => errorCode(document) === HEADER_MISMATCH,
            `the error ${HEADER_MISMATCH} for ${JSON.stringify(metadata)}`,
          );
          await untilEnd(exchange);
          t.equal(id, statusOf(exchange), OK);
        };
        await refused('grpc.metadata-required', { 'mcp-method': null });
        await refused('grpc.metadata-matches', { 'mcp-method': 'Tools/list' });
        await refused('grpc.metadata-matches', { 'mcp-protocol-version': '2025-11-25' });

        const message = client.opening();
        const metadata = { 'mcp-method': encoded(message.method) };
        const { seen, document } = await answerOn(client.send(message, { metadata }), message.id);
        t.satisfies('grpc.metadata-decoded', seen, () => isResult(document), 'a result');
      },
      'call',
    ),
);
