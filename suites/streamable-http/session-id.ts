import type { Observation } from '../../adapters/observation.js';
import { endSession, greet, readAgreedVersion, sendInitialize } from '../support/http-greet.js';
import { defineBindingScenario } from '../scenario.js';

const ASCII = 'http.session-id-visible-ascii';
const UNIQUE = 'http.session-id-unique';
const UNPREDICTABLE = 'http.session-id-unpredictable';
const ALL = [ASCII, UNIQUE, UNPREDICTABLE] as const;
/** Sessions that are opened beside the first one. */
const MORE = 3;
/** Ids that lie this close to each other are counted, whoever else opens sessions meanwhile. */
const MAX_STEP = 100n;

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Session ids are visible ASCII and different',
    requirements: ALL,
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, ALL);
    if (client?.handshakeReply === undefined) return;
    if (client.sessionId === undefined) {
      for (const id of ALL) t.notApplicable(id, 'this target gives out no session ids');
      return;
    }
    const given = new Set([client.sessionId]);
    const isVisible = (id: string | undefined) => /^[\x21-\x7e]+$/.test(id ?? '');
    t.satisfies(
      ASCII,
      client.handshakeReply.header('mcp-session-id'),
      isVisible,
      'characters from 0x21 to 0x7E only',
    );
    let latest: Observation<string | undefined> | undefined;
    for (let more = 0; more < MORE; more++) {
      const other = await sendInitialize(t, client.connection, t.revision);
      // Who takes so many sessions and no more has given out no id to judge.
      if (readAgreedVersion(other) === undefined) continue;
      const id = other.header('mcp-session-id');
      t.satisfies(
        UNIQUE,
        id,
        (value) => value !== undefined && !given.has(value),
        'an id not given out before',
      );
      t.satisfies(ASCII, id, isVisible, 'characters from 0x21 to 0x7E only');
      if (id.value !== undefined) given.add(id.value);
      latest = id;
      await endSession(t, client.connection, other);
    }
    if (latest === undefined) t.notVerified(UNIQUE, 'open a second session');
    if (latest === undefined || given.size <= MORE)
      return t.notVerified(UNPREDICTABLE, `give out ${MORE + 1} session ids`);
    const counts = isCounted([...given]);
    t.satisfies(UNPREDICTABLE, latest, () => !counts, 'an id that does not follow from those before');
  },
);

/** Whether each id is the one before and a little more: `session-7`, `session-8`. */
function isCounted(ids: readonly string[]): boolean {
  const parts = ids.map((id) => /^(.*?)(\d{1,30})$/.exec(id));
  const steps = parts.slice(1).map((part, at) => {
    const [, stem, number] = parts[at] ?? [];
    return part && number !== undefined && part[1] === stem ? BigInt(part[2] ?? 0) - BigInt(number) : 0n;
  });
  return steps.every((step) => step > 0n && step <= MAX_STEP);
}
