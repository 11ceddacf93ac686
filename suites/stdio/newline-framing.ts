import { setTimeout as waitFor } from 'node:timers/promises';
import { converse, GAP_MS, judgeAnswered } from '../support/stdio-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'stdio.newline-framing';

export default defineBindingScenario(
  'stdio',
  {
    title: 'Messages are found by their newline, however they are written',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  async (t) => {
    const client = await converse(t, [REQUIREMENT]);
    if (client === undefined) return;
    const { connection } = client;

    const together = [client.probe(), client.probe(), client.probe()];
    await connection.write(Buffer.from(together.map((message) => `${JSON.stringify(message)}\n`).join('')));
    for (const { id } of together)
      if (
        !(await judgeAnswered(t, REQUIREMENT, client, id, 'an answer to each of three messages in one write'))
      )
        return;

    // Cut inside a name, inside characters of several bytes, and before the newline.
    const split = client.probe({ _meta: { 'com.example/text': 'grün 世界 🙂' } });
    const bytes = Buffer.from(`${JSON.stringify(split)}\n`);
    const cuts = [0, 9, bytes.indexOf('世') + 1, bytes.indexOf('🙂') + 2, bytes.length - 1, bytes.length];
    for (const [at, cut] of cuts.slice(1).entries()) {
      await connection.write(bytes.subarray(cuts[at], cut));
      await waitFor(GAP_MS);
    }
    await judgeAnswered(t, REQUIREMENT, client, split.id, 'an answer to a message that came in pieces');
  },
);
