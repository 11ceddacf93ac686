import { judgeCode, judgeEnded, OPCODE, talk } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'rfc6455.invalid-utf8-refused';
const INVALID_PAYLOAD = 1007;
/** A JSON text but for two bytes in a string that begin no character. */
const TEXT = Buffer.concat([
  Buffer.from('{"jsonrpc":"2.0","method":"notifications/'),
  Buffer.from([0xc3, 0x28]),
  Buffer.from('"}'),
]);

export default defineBindingScenario(
  'websocket',
  {
    title: 'Text that is no UTF-8 ends the connection',
    requirements: [REQUIREMENT, 'rfc6455.failure-says-why', 'rfc6455.no-reserved-close-code'],
    isolation: 'shared',
  },
  async (t) => {
    await talk(t, [REQUIREMENT], async (client) => {
      client.raw.send({ opcode: OPCODE.text, payload: TEXT });
      const fate = await judgeEnded(t, REQUIREMENT, client, 'text that is no UTF-8');
      if (fate !== undefined) judgeCode(t, fate, INVALID_PAYLOAD);
    });
  },
);
