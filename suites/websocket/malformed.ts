import { judgeAnswer, OPCODE, talk } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'websocket.malformed-survived';
/** No JSON, cut short, no message, two documents, and nothing at all. */
const GARBAGE = ['GET / HTTP/1.1', '{"jsonrpc":"2.0",', '"text"', '{}{}', ''];

export default defineBindingScenario(
  'websocket',
  {
    title: 'Text messages that are no JSON-RPC are survived',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  async (t) => {
    await talk(t, [REQUIREMENT], async (client) => {
      for (const payload of GARBAGE) {
        client.raw.send({ opcode: OPCODE.text, payload });
        const answer = await client.ask(client.probe());
        const what = `an answer after ${JSON.stringify(payload)}`;
        if (!(await judgeAnswer(t, REQUIREMENT, client.raw, answer, what))) return;
      }
    });
  },
);
