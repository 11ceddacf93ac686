/** Whose findings of observers are: the case that has the connection, or nobody's where they are about what was there before it. */
import type { Holder } from '../observe/watch.js';
import type { CaseChecks } from './checks.js';
import type { Trace } from './excerpt.js';

/**
 * What observers find while a case has a connection. A second reply that comes late belongs to who asked, and so does what a lent
 * connection showed before it was lent: which case has it by then is chance. Such violations stay with the connection, and
 * stand in the survey case of their revision.
 */
export function overhear(checks: CaseChecks, traces: () => readonly Trace[]): Holder['ledger'] {
  const isOld = (entry: number): boolean =>
    !traces().some(({ open }) => open.transcript.entries.some((one) => one.entry === entry));
  return {
    observed(id, held, words, entries) {
      const seen = [...entries];
      const newest = Math.max(...seen);
      const lent = traces().find(
        ({ open, handshakeEntries }) =>
          handshakeEntries.length > 0 && open.transcript.entries.some(({ entry }) => entry === newest),
      );
      // A reply to nothing that is open cites itself alone.
      const isStray = id === 'jsonrpc.answered-once' && seen.length === 1;
      const isLate = !held && lent !== undefined && (isStray || seen.some(isOld));
      (isLate ? lent.open.watch.unheld : checks).observed(id, held, words, seen);
    },
    take(unheld) {
      const lent = traces().some(
        ({ open, handshakeEntries }) => open.watch.unheld === unheld && handshakeEntries.length > 0,
      );
      checks.take(unheld, { heldOnly: lent });
    },
  };
}
