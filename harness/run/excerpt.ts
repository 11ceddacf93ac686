import type { Entry } from '../../adapters/transcript.js';
import type { CaseReport, CheckReport, EntryReport } from '../../reports/result/result.js';
import { clipEntry, trimTranscript } from '../../reports/result/trim-transcript.js';
import { CITATION } from '../../reports/result/trim.js';
import type { Finding, Ledger } from './checks.js';
import type { PlannedCase } from './plan.js';
import type { OpenConnection } from './transport-target.js';

/** A connection that a case used, with the handshake entries that came before it where the session was lent. */
export interface Trace {
  berth: OpenConnection;
  opening: readonly number[];
}

/** Bytes of transcript that a case keeps which did not simply pass, half from its head and half from its tail; what it cites is whole. */
const KEPT = { transcript: 128 * 1024, citation: Infinity };
/** Entries that one check cites at most. */
const MAX_SEEN = 8;

interface Raw {
  planned: PlannedCase;
  ledger: Ledger;
  traces: readonly Trace[];
  durationMs: number;
  fault: Error | undefined;
  alone: boolean;
}

/** The report of a case that ran, with as much of its transcript as defends its verdicts. */
export function reportOf(raw: Raw): CaseReport {
  const findings = raw.ledger.findings;
  const entries = raw.traces
    .flatMap((trace) => trace.berth.transcript.entries)
    .sort((a, b) => a.entry - b.entry);
  const cited = new Set(findings.flatMap((finding) => [...finding.seen].slice(0, MAX_SEEN)));
  const clean =
    raw.fault === undefined && findings.every((f) => f.verdict === 'pass' || f.verdict === 'not-applicable');
  const start = (clean ? entries.find(({ entry }) => cited.has(entry)) : entries[0])?.at ?? 0;
  const kept = clean
    ? entries
        .filter(({ entry }) => cited.has(entry))
        .map((entry) => clipEntry(entryOf(entry, entry.entry, start), CITATION))
    : trimTranscript(
        entries.map((entry) => entryOf(entry, entry.entry, start)),
        cited,
        KEPT,
      );
  const renumbered = new Map(kept.map(({ entry }, index) => [entry, index + 1]));
  return {
    scenario: raw.planned.id,
    transport: raw.planned.transport,
    revision: raw.planned.revision,
    durationMs: Math.round(raw.durationMs),
    status: raw.fault === undefined ? 'ran' : 'error',
    ...(raw.fault === undefined ? {} : { reason: raw.fault.stack ?? raw.fault.message }),
    rerun: raw.alone,
    // What a case of ours found before it broke is worth nothing.
    checks: raw.fault === undefined ? findings.map((finding) => checkOf(finding, renumbered)) : [],
    transcript: kept.map((entry, index) => ({ ...entry, entry: index + 1 })),
  };
}

function checkOf(finding: Finding, numbers: ReadonlyMap<number, number>): CheckReport {
  return {
    requirement: finding.requirement,
    verdict: finding.verdict,
    ...(finding.expected === undefined ? {} : { expected: finding.expected }),
    ...(finding.received === undefined ? {} : { received: finding.received }),
    seen: [...finding.seen]
      .slice(0, MAX_SEEN)
      .map((entry) => numbers.get(entry))
      .filter((n) => n !== undefined),
    count: finding.count,
    waivedBy: null,
  };
}

export const entryOf = (entry: Entry, number: number, start: number): EntryReport => ({
  entry: number,
  ms: Math.max(0, Math.round((entry.at - start) * 10) / 10),
  direction: entry.direction,
  channel: entry.channel,
  text: entry.text,
  truncated: entry.truncated,
  ...(entry.sha256 === undefined ? {} : { sha256: entry.sha256 }),
  ...(entry.binding === undefined ? {} : { binding: { ...entry.binding } }),
});
