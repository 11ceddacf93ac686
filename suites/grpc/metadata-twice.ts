import { endsWith, withClient } from '../support/grpc-client.js';
import { readErrorCode } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.metadata-twice-refused';
const HEADER_MISMATCH = -32020;
const OK = 0;

export default defineBindingScenario(
  'grpc',
  {
    title: 'Metadata that is there with two values is refused',
    requirements: [REQUIREMENT],
    revisions: { era: 'modern' },
    isolation: 'shared',
  },
  (t) =>
    withClient(
      t,
      [REQUIREMENT],
      async (client) => {
        const message = client.handshakeReply();
        const exchange = client.send(message, { twice: { 'mcp-method': 'tools/list' } });
        const answer = await client.answer(exchange, message.id, true);
        client.judgeAnswer(t, REQUIREMENT, exchange, answer, [
          (document) => readErrorCode(document) === HEADER_MISMATCH,
          `the error ${HEADER_MISMATCH}`,
        ]);
        await client.judgeEnd(t, REQUIREMENT, exchange, endsWith('OK', OK));
      },
      'call',
    ),
);
