import { ConnectError } from '../../adapters/adapter.js';
import type { Observation } from '../../adapters/observation.js';
import type { Fate, SeenFrame, WebSocketConnection } from '../../adapters/websocket/endpoint.js';
import { observeFrame, Talk, talk, type WebSocketContext } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const TAKEN = 'websocket.message-of-4-mib';
const SURVIVED = 'robustness.websocket-huge-message';
const EXPECTED = 'a new connection to be served';
const MIB = 1024 * 1024;
/** Milliseconds in which 64 MiB are read on a busy machine. */
const HUGE_MS = 20_000;

export default defineBindingScenario(
  'websocket',
  {
    title: 'Large messages are taken, or refused in good order',
    requirements: [TAKEN, SURVIVED],
    // A server that does not survive it is not to take other cases along.
    isolation: 'exclusive',
  },
  async (t) => {
    const connection = await t.connect();
    const padded = (bytes: number) => ({ _meta: { 'com.example/padding': 'm'.repeat(bytes) } });
    await talk(
      t,
      [TAKEN, SURVIVED],
      async (client) => {
        const answer = await client.ask(client.probe(padded(4 * MIB)));
        const seen = await observeFrame(client.raw, answer);
        t.satisfies(TAKEN, seen, () => answer !== undefined, 'an answer to a request of 4 MiB');
      },
      connection,
    );
    let after: Observation<Fate> | undefined;
    await talk(
      t,
      [SURVIVED],
      async (client) => {
        const probe = client.probe(padded(64 * MIB));
        client.say(probe);
        const over = client.raw.fate(HUGE_MS, 'closing');
        await Promise.race([client.answer(probe.id, HUGE_MS), over]);
        after = await client.raw.fate(0, 'closing');
      },
      connection,
    );
    if (after === undefined) return;
    const answer = await served(t, connection);
    if (answer !== undefined) t.satisfies(SURVIVED, answer.text, () => true, EXPECTED);
    // Whatever keeps a new connection from being served, it is what became of the message.
    else t.satisfies(SURVIVED, after, () => false, EXPECTED);
  },
);

/** The answer to a request on a connection of its own, where there is one. */
async function served(t: WebSocketContext, connection: WebSocketConnection): Promise<SeenFrame | undefined> {
  try {
    const raw = await connection.dial();
    try {
      const client = new Talk(t, raw);
      const greeted = raw.status?.value === 101 && (await client.greet());
      return greeted ? await client.ask(client.probe()) : undefined;
    } finally {
      raw.drop();
    }
  } catch (error) {
    if (ConnectError.is(error)) return undefined;
    throw error;
  }
}
