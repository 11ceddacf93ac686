import { converse, judgeAnswered } from '../support/stdio-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.stdio-garbage-line';
/** No JSON, cut short, no message, and no UTF-8. */
const GARBAGE = [
  Buffer.from('GET / HTTP/1.1'),
  Buffer.from('{"jsonrpc":"2.0",'),
  Buffer.from('"text"'),
  Buffer.from([0x22, 0xff, 0xfe, 0x00, 0x22]),
];

export default defineBindingScenario(
  'stdio',
  {
    title: 'Lines that are no messages are survived',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  async (t) => {
    const client = await converse(t, [REQUIREMENT]);
    if (client === undefined) return;
    for (const body of GARBAGE) {
      client.connection.send({ body });
      const message = client.probe();
      client.connection.send({ body: message });
      if (
        !(await judgeAnswered(
          t,
          REQUIREMENT,
          client,
          message.id,
          'an answer after a line that is no message',
        ))
      )
        return;
    }
  },
);
