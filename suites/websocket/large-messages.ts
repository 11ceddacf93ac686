import { judgeAnswer, seenOf, talk } from '../binding/websocket.js';
import { defineBindingScenario } from '../scenario.js';

const TAKEN = 'websocket.message-of-4-mib';
const SURVIVED = 'robustness.websocket-huge-message';
const MIB = 1024 * 1024;
/** Milliseconds in which 64 MiB are read on a busy machine. */
const HUGE_MS = 20_000;

export default defineBindingScenario(
  'websocket',
  {
    title: 'Large messages are taken, or refused in good order',
    requirements: [TAKEN, SURVIVED],
    isolation: 'shared',
  },
  async (t) => {
    const connection = await t.connect();
    const padded = (bytes: number) => ({ _meta: { 'com.example/padding': 'm'.repeat(bytes) } });
    await talk(
      t,
      [TAKEN, SURVIVED],
      async (client) => {
        const answer = await client.ask(client.probe(padded(4 * MIB)));
        const seen = await seenOf(client.raw, answer);
        t.satisfies(TAKEN, seen, () => answer !== undefined, 'an answer to a request of 4 MiB');
      },
      connection,
    );
    await talk(
      t,
      [SURVIVED],
      async (client) => {
        const probe = client.probe(padded(64 * MIB));
        client.say(probe);
        const over = client.raw.fate(HUGE_MS, 'closing');
        await Promise.race([client.answer(probe.id, HUGE_MS), over]);
      },
      connection,
    );
    await talk(
      t,
      [SURVIVED],
      async (client) => {
        const answer = await client.ask(client.probe());
        await judgeAnswer(t, SURVIVED, client.raw, answer, 'a new connection to be served');
      },
      connection,
    );
  },
);
