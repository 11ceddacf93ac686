/** What observers found that belongs to no case, kept with its evidence for the survey's row. */
import type { Entry, Transcript } from '../../adapters/transcript.js';
import type { RequirementId } from '../../suites/requirements/index.js';
import type { CaseChecks, Words } from '../run/checks.js';

/** Entries that are kept; more of the same say nothing new. */
const MAX_ENTRIES = 500;

/**
 * Findings of one transport at one revision in opening exchanges, between two cases, and about messages that nobody asked
 * for. Which case runs at such a moment is chance; so they stand in one place, whatever the order and the load.
 */
export class Unclaimed {
  readonly checks: CaseChecks;
  readonly #entries = new Map<number, Entry>();

  constructor(checks: CaseChecks) {
    this.checks = checks;
  }

  /** Evidence is copied: the connection that it was seen on may be gone, or have forgotten it, when it is reported. */
  observed(
    id: RequirementId,
    held: boolean,
    tell: () => Words,
    seen: ReadonlySet<number>,
    transcript: Transcript,
  ): void {
    this.checks.observed(id, held, tell, seen);
    const cited = this.checks.all.find(({ requirement }) => requirement === id)?.seen;
    for (const entry of seen) {
      if (this.#entries.size >= MAX_ENTRIES || cited?.has(entry) !== true || this.#entries.has(entry))
        continue;
      const found = transcript.entries.findLast((one) => one.entry === entry);
      if (found !== undefined) this.#entries.set(entry, found);
    }
  }

  /** What its findings cite, in the order in which it was seen. */
  get entries(): Entry[] {
    const cited = new Set(this.checks.cited());
    return [...this.#entries.values()]
      .filter(({ entry }) => cited.has(entry))
      .sort((a, b) => a.entry - b.entry);
  }
}
