/** Shortens transcripts and single entries to a number of bytes, keeping what the checks cite. */
import { createHash } from 'node:crypto';
import { cutText, type Cut } from '../../adapters/cut.js';
import type { EntryReport } from './result.js';

/** Bytes that are kept: of each cited entry that lies between head and tail, and of a whole transcript. */
export interface TranscriptBudget {
  citation: number;
  transcript: number;
}

/** What an entry costs in JSON beside its text. */
const ENTRY_OVERHEAD = 128;
/** Of one value of a binding, in any case. */
const MIN_VALUE = 64;
/** Bytes that the mark of a cut takes at most. */
const MARK = 32;

export const countBytes = (text: string): number => Buffer.byteLength(text);

/** Head and tail of a text, at most `keep` bytes with the mark between them, so that what was cut is not cut again. */
function clip(text: string, keep: number): Cut {
  if (text.length * 3 <= keep || countBytes(text) <= keep) return { text, cut: 0 };
  const room = Math.max(0, keep - MARK);
  return cutText(Buffer.from(text), { head: Math.ceil(room / 2), tail: Math.floor(room / 2) });
}

export const clipText = (text: string, keep: number): string => clip(text, keep).text;

export const clipValues = (values: Readonly<Record<string, string>>, keep: number): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, clipText(value, keep)]));

/** The beginning and the end of a conversation, and whatever a check cites in between; a mark says what is missing. */
export function trimTranscript(
  entries: readonly EntryReport[],
  cited: ReadonlySet<number>,
  budget: TranscriptBudget,
): EntryReport[] {
  if (entries.reduce((sum, entry) => sum + cost(entry), 0) <= budget.transcript) return [...entries];
  const half = budget.transcript / 2;
  const keepOf = ({ entry }: EntryReport): number => (cited.has(entry) ? budget.citation : 0);
  const head = fill(entries, half, keepOf);
  const tail = fill(entries.slice(head.length).toReversed(), half, keepOf).toReversed();
  const middle = entries.slice(head.length, entries.length - tail.length);
  const kept = middle
    .filter(({ entry }) => cited.has(entry))
    .map((entry) => clipEntry(entry, budget.citation));
  const dropped = middle.filter(({ entry }) => !cited.has(entry));
  const [first] = dropped;
  if (first === undefined) return [...head, ...kept, ...tail];
  const between = [markOf(first, dropped), ...kept].toSorted((a, b) => a.entry - b.entry);
  return [...head, ...between, ...tail];
}

const LEFT_OUT = /^(\d+) entries left out here, to keep the result small$/;

/** It takes the number of an entry that is gone, so that numbers stay unique and in order. */
function markOf({ entry, ms }: EntryReport, dropped: readonly EntryReport[]): EntryReport {
  let count = 0;
  let bytes = 0;
  for (const one of dropped) {
    const before = one.channel === 'harness' ? LEFT_OUT.exec(one.text) : null;
    count += before === null ? 1 : Number(before[1]);
    bytes += one.truncated + (before === null ? countBytes(one.text) : 0);
  }
  const text = `${count} entries left out here, to keep the result small`;
  return { entry, ms, direction: 'note', channel: 'harness', text, truncated: bytes };
}

/** Entries from the start as far as `room` bytes reach; the last one is cut to what is left, or to what it keeps anyway. */
function fill(
  entries: readonly EntryReport[],
  room: number,
  keepOf: (entry: EntryReport) => number,
): EntryReport[] {
  const kept: EntryReport[] = [];
  for (const entry of entries) {
    if (room <= ENTRY_OVERHEAD) break;
    const fitted = clipEntry(entry, Math.max(keepOf(entry), Math.floor(room - ENTRY_OVERHEAD)));
    kept.push(fitted);
    room -= cost(fitted);
  }
  return kept;
}

const cost = (entry: EntryReport): number =>
  countBytes(entry.text) + countBytes(JSON.stringify(entry.binding ?? {})) + ENTRY_OVERHEAD;

/** The entry with at most `keep` bytes of text, and a fourth of that of each header. */
export function clipEntry(entry: EntryReport, keep: number): EntryReport {
  const { text, cut } = clip(entry.text, keep);
  const binding =
    entry.binding === undefined ? {} : { binding: clipValues(entry.binding, Math.max(MIN_VALUE, keep / 4)) };
  if (cut === 0) return { ...entry, ...binding };
  // A text that was cut before, or that had a secret taken out, is not the payload that a hash could vouch for.
  const whole = entry.truncated === 0 && !entry.text.includes('[redacted]');
  const sha256 = entry.sha256 ?? (whole ? createHash('sha256').update(entry.text).digest('hex') : undefined);
  return {
    ...entry,
    ...binding,
    text,
    truncated: entry.truncated + cut,
    ...(sha256 === undefined ? {} : { sha256 }),
  };
}
