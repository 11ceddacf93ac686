import { converse, judgeAnswered } from '../support/stdio-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.stdio-carriage-return';

export default defineBindingScenario(
  'stdio',
  {
    title: 'Lines that end in CR LF are read like others',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  async (t) => {
    const client = await converse(t, [REQUIREMENT]);
    if (client === undefined) return;
    const message = client.probe();
    client.connection.send({ body: Buffer.from(`${JSON.stringify(message)}\r`) });
    await judgeAnswered(t, REQUIREMENT, client, message.id, 'an answer to a message that ends in CR LF');
  },
);
