import { judgeReserved, END_MS, OPCODE, talk } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'websocket.binary-refused';
const UNSUPPORTED_DATA = 1003;

export default defineBindingScenario(
  'websocket',
  {
    title: 'A binary message ends the connection',
    requirements: [REQUIREMENT, 'rfc6455.no-reserved-close-code'],
    isolation: 'shared',
  },
  async (t) => {
    await talk(t, [REQUIREMENT], async (client) => {
      client.raw.send({ opcode: OPCODE.binary, payload: JSON.stringify(client.probe()) });
      const fate = await client.raw.fate(END_MS, 'closing');
      const expectation = `a close frame with the code ${UNSUPPORTED_DATA}`;
      t.satisfies(REQUIREMENT, fate, ({ code }) => code === UNSUPPORTED_DATA, expectation);
      judgeReserved(t, fate);
    });
  },
);
