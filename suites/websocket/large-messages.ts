import { ConnectError } from '../../adapters/adapter.js';
import type { Observation } from '../../adapters/observation.js';
import type { Fate, WebSocketConnection } from '../../adapters/websocket/endpoint.js';
import {
  observeFrame,
  observeUpgrade,
  Talk,
  talk,
  type WebSocketContext,
} from '../support/websocket-client.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const TAKEN = 'websocket.message-of-4-mib';
const SURVIVED = 'robustness.websocket-huge-message';
const EXPECTED = 'a new connection to be served';
const MIB = 1024 * 1024;
const PADDING = 'com.example/padding';
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
    const padding = { _meta: { [PADDING]: '' } };
    await talk(
      t,
      [TAKEN, SURVIVED],
      async (client) => {
        const request = client.probe(padding);
        client.sayPadded(request, PADDING, 4 * MIB);
        const answer = await client.answer(request.id);
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
        const probe = client.probe(padding);
        client.sayPadded(probe, PADDING, 64 * MIB);
        const over = client.raw.fate(HUGE_MS, 'closing');
        await Promise.race([client.answer(probe.id, HUGE_MS), over]);
        after = await client.raw.fate(0, 'closing');
      },
      connection,
    );
    if (after === undefined) return;
    const { served, seen = after } = await reach(t, connection);
    t.satisfies(SURVIVED, seen, () => served, EXPECTED);
  },
);

/** What a request on a connection of its own meets with; nothing is seen where nobody listens any more. */
async function reach(
  t: WebSocketContext,
  connection: WebSocketConnection,
): Promise<{ served: boolean; seen?: Observation }> {
  try {
    const raw = await connection.dial();
    try {
      const client = new Talk(t, raw);
      if (raw.status?.value !== 101) return { served: false, seen: await observeUpgrade(raw) };
      const answer = isResult((await client.greet())?.json) ? await client.ask(client.probe()) : undefined;
      return { served: answer !== undefined, seen: await observeFrame(raw, answer) };
    } finally {
      raw.drop();
    }
  } catch (error) {
    if (ConnectError.is(error)) return { served: false };
    throw error;
  }
}
