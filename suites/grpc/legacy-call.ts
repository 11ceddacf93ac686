import { CLIENT_INFO } from '../support/compose.js';
import { withClient } from '../support/grpc-client.js';
import { readErrorCode } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.legacy-call-refused';
/** Unsupported version, invalid params for want of metadata, metadata that differs from the body, unknown method. */
const CODES: readonly unknown[] = [-32022, -32602, -32020, -32601];

export default defineBindingScenario(
  'grpc',
  {
    title: 'A call opens no legacy session',
    requirements: [REQUIREMENT],
    revisions: { era: 'modern' },
    isolation: 'shared',
  },
  (t) =>
    withClient(
      t,
      [REQUIREMENT],
      async (client) => {
        const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: CLIENT_INFO };
        const message = { jsonrpc: '2.0', id: 'legacy', method: 'initialize', params };
        const exchange = client.send(message);
        const answer = await client.answer(exchange, message.id, true);
        client.judgeAnswer(t, REQUIREMENT, exchange, answer, [
          (document) => CODES.includes(readErrorCode(document)),
          `an error with code ${CODES.join(', ')}`,
        ]);
      },
      'call',
    ),
);
