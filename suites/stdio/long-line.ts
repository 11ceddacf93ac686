import { converse, judgeAnswered } from '../support/stdio-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.stdio-long-line';
const BYTES = 4 * 1024 * 1024;

export default defineBindingScenario(
  'stdio',
  {
    title: 'A message of 4 MiB is survived',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  async (t) => {
    const client = await converse(t, [REQUIREMENT]);
    if (client === undefined) return;
    const _meta = { 'com.example/padding': 'x'.repeat(BYTES) };
    client.connection.send({ body: client.probe({ _meta }) });
    const message = client.probe();
    client.connection.send({ body: message });
    await judgeAnswered(t, REQUIREMENT, client, message.id, 'an answer after a message of 4 MiB');
  },
);
