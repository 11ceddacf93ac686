/** Turns a finished case into its report, with the transcript entries that its checks cite. */
import type { Entry } from '../../adapters/transcript.js';
import type { CaseReport, CheckReport, EntryReport } from '../../reports/result/result.js';
import { clipEntry, trimTranscript } from '../../reports/result/trim-transcript.js';
import { CITATION } from '../../reports/result/trim.js';
import type { JudgedCheck, CaseChecks } from './checks.js';
import type { PlannedCase } from './plan.js';
import type { OpenConnection } from './transport-target.js';

/** A connection that a case used, with the handshake entries that came before it where the session was lent. */
export interface Trace {
  open: OpenConnection;
  handshakeEntries: readonly number[];
}

/** Bytes of transcript that a case keeps which did not simply pass, half from its head and half from its tail; what it cites is whole. */
const KEPT = { transcript: 128 * 1024, citation: Infinity };
/** Entries that one check cites at most. */
const MAX_SEEN = 8;

interface Raw {
  planned: Pick<PlannedCase, 'id' | 'transport' | 'revision'>;
  checks: CaseChecks;
  traces: readonly Trace[];
  durationMs: number;
  harnessError: Error | undefined;
  alone: boolean;
}

/** The report of a case that ran, with as much of its transcript as defends its verdicts. */
export function makeCaseReport(raw: Raw): CaseReport {
  const checks = raw.checks.all;
  const entries = raw.traces
    .flatMap((trace) => trace.open.transcript.entries)
    .sort((a, b) => a.entry - b.entry);
  const cited = new Set(checks.flatMap((check) => [...check.seen].slice(0, MAX_SEEN)));
  const clean =
    raw.harnessError === undefined &&
    checks.every((f) => f.verdict === 'pass' || f.verdict === 'not-applicable');
  const start = (clean ? entries.find(({ entry }) => cited.has(entry)) : entries[0])?.at ?? 0;
  const kept = clean
    ? entries
        .filter(({ entry }) => cited.has(entry))
        .map((entry) => clipEntry(toEntryReport(entry, entry.entry, start), CITATION))
    : trimTranscript(
        entries.map((entry) => toEntryReport(entry, entry.entry, start)),
        cited,
        KEPT,
      );
  const renumbered = new Map(kept.map(({ entry }, index) => [entry, index + 1]));
  return {
    scenario: raw.planned.id,
    transport: raw.planned.transport,
    revision: raw.planned.revision,
    durationMs: Math.round(raw.durationMs),
    status: raw.harnessError === undefined ? 'ran' : 'error',
    ...(raw.harnessError === undefined ? {} : { reason: raw.harnessError.stack ?? raw.harnessError.message }),
    rerun: raw.alone,
    // What a case of ours found before it broke is worth nothing.
    checks: raw.harnessError === undefined ? checks.map((check) => toCheckReport(check, renumbered)) : [],
    transcript: kept.map((entry, index) => ({ ...entry, entry: index + 1 })),
  };
}

/** `numbers`: how the report numbers the entries of the transcript. */
export function toCheckReport(check: JudgedCheck, numbers: ReadonlyMap<number, number>): CheckReport {
  return {
    requirement: check.requirement,
    verdict: check.verdict,
    ...(check.expected === undefined ? {} : { expected: check.expected }),
    ...(check.received === undefined ? {} : { received: check.received }),
    seen: [...check.seen]
      .slice(0, MAX_SEEN)
      .map((entry) => numbers.get(entry))
      .filter((n) => n !== undefined),
    count: check.count,
    ...(check.lacks === undefined ? {} : { lacks: check.lacks }),
    waivedBy: null,
  };
}

export const toEntryReport = (entry: Entry, number: number, start: number): EntryReport => ({
  entry: number,
  ms: Math.max(0, Math.round((entry.at - start) * 10) / 10),
  direction: entry.direction,
  channel: entry.channel,
  text: entry.text,
  truncated: entry.truncated,
  ...(entry.sha256 === undefined ? {} : { sha256: entry.sha256 }),
  ...(entry.binding === undefined ? {} : { binding: { ...entry.binding } }),
});
