import { converse, judgeAnswered } from '../support/stdio-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.stdio-blank-line';

export default defineBindingScenario(
  'stdio',
  {
    title: 'Empty lines are passed over',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  async (t) => {
    const client = await converse(t, [REQUIREMENT]);
    if (client === undefined) return;
    for (const blank of ['', '  ']) client.connection.send({ body: Buffer.from(blank) });
    const message = client.probe();
    client.connection.send({ body: message });
    await judgeAnswered(t, REQUIREMENT, client, message.id, 'an answer after an empty line');
  },
);
