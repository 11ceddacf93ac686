import { createHash } from 'node:crypto';
import { cutText, type Cut } from '../../adapters/cut.js';
import type { CaseReport, EntryReport, Result } from './result.js';

/** A result stays below this, in bytes of JSON. */
export const MAX_RESULT = 16 * 1024 * 1024;

/** Bytes that are kept: of each cited entry of a case that passed, of a whole other transcript, of one statement. */
interface Budget {
  citation: number;
  transcript: number;
  statement: number;
}

const FULL: Budget = { citation: 512, transcript: 64 * 1024, statement: 4096 };
/** What an entry costs in JSON beside its text. */
const ENTRY_OVERHEAD = 128;
const MAX_SERVER_INFO = 16 * 1024;
const MIN_STATEMENT = 64;
/** Bytes of a transcript that defends no finding, before those that do give way, too. */
const MIN_QUIET = 512;

/** What cases may keep that defend a finding, and what all the others. */
interface Budgets {
  loud: Budget;
  quiet: Budget;
}

/**
 * The same result with its transcripts trimmed: cases that passed keep what their checks cite, others the head and the
 * tail. Where the whole is still 16 MiB or more, cases without a finding keep less, and at last all of them do. Every cut
 * is marked.
 */
export function trimResult(result: Result, limit = MAX_RESULT): Result {
  let budgets: Budgets = { loud: FULL, quiet: FULL };
  let fitted = trim(result, budgets);
  for (
    let size = sizeOf(fitted);
    size >= limit && budgets.loud.statement > MIN_STATEMENT;
    size = sizeOf(fitted)
  ) {
    // A fraction of before at most, so that a few rounds end it even where the overhead dominates.
    const share = limit / size;
    budgets =
      budgets.quiet.transcript > MIN_QUIET
        ? // What was expected and received stays: those are no transcripts, and summaries are made of them.
          {
            ...budgets,
            quiet: { ...lessOf(budgets.quiet, Math.min(0.25, share / 2)), statement: FULL.statement },
          }
        : {
            loud: lessOf(budgets.loud, Math.min(0.5, share)),
            quiet: lessOf(budgets.quiet, Math.min(0.5, share)),
          };
    fitted = trim(result, budgets);
  }
  return fitted;
}

const lessOf = ({ citation, transcript, statement }: Budget, share: number): Budget => ({
  citation: Math.floor(citation * share),
  transcript: Math.floor(transcript * share),
  statement: Math.max(MIN_STATEMENT, Math.floor(statement * share)),
});

const sizeOf = (result: Result): number => byteLength(JSON.stringify(result));

const byteLength = (text: string): number => Buffer.byteLength(text);

/** Head and tail of at most `keep` bytes together. */
const clip = (text: string, keep: number): Cut =>
  text.length * 3 <= keep || byteLength(text) <= keep
    ? { text, cut: 0 }
    : cutText(Buffer.from(text), { head: Math.ceil(keep / 2), tail: Math.floor(keep / 2) });

const clipped = (text: string, keep: number): string => clip(text, keep).text;

/** Whether the result has more JSON than `limit`, in characters; reads no more of it than that takes. */
export function isTooLarge({ cases, target, parity }: Result, limit = MAX_RESULT): boolean {
  let size = 0;
  return [target, ...cases, ...parity].some((part) => (size += JSON.stringify(part).length) > limit);
}

function trim(result: Result, { loud, quiet }: Budgets): Result {
  const info = JSON.stringify(result.target.serverInfo) ?? 'null';
  return {
    ...result,
    target: {
      ...result.target,
      serverInfo:
        byteLength(info) > MAX_SERVER_INFO ? { cut: clipped(info, 1024) } : result.target.serverInfo,
      transports: Object.fromEntries(
        Object.entries(result.target.transports).map(([name, transport]) => [
          name,
          transport.reason === undefined
            ? transport
            : { ...transport, reason: clipped(transport.reason, loud.statement) },
        ]),
      ),
    },
    cases: result.cases.map((one) => trimCase(one, hasFinding(one) ? loud : quiet)),
    parity: result.parity.map((one) => ({
      ...one,
      differences: one.differences.map(({ fact, values }) => ({
        fact: clipped(fact, loud.statement),
        values: clipAll(values, loud.statement),
      })),
    })),
  };
}

const clipAll = (values: Readonly<Record<string, string>>, keep: number): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, clipped(value, keep)]));

/** Whether somebody may ask for the transcript, because it defends a verdict against the target or us. */
const hasFinding = ({ status, checks }: CaseReport): boolean =>
  status === 'error' || checks.some(({ verdict }) => FINDINGS.includes(verdict));

const FINDINGS: readonly string[] = ['fail', 'warn', 'error'];

const HARMLESS: readonly string[] = ['pass', 'not-applicable'];

function trimCase(one: CaseReport, budget: Budget): CaseReport {
  const cited = new Set(one.checks.flatMap(({ seen }) => seen));
  const passed =
    (one.status === 'ran' || one.status === 'not-applicable') &&
    one.checks.every(({ verdict }) => HARMLESS.includes(verdict));
  return {
    ...one,
    ...(one.reason === undefined ? {} : { reason: clipped(one.reason, budget.statement) }),
    checks: one.checks.map((check) => ({
      ...check,
      ...(check.expected === undefined ? {} : { expected: clipped(check.expected, budget.statement) }),
      ...(check.received === undefined ? {} : { received: clipped(check.received, budget.statement) }),
    })),
    transcript: passed
      ? one.transcript
          .filter(({ entry }) => cited.has(entry))
          .map((entry) => clipEntry(entry, budget.citation))
      : headAndTail(one.transcript, cited, budget),
  };
}

function headAndTail(entries: EntryReport[], cited: ReadonlySet<number>, budget: Budget): EntryReport[] {
  if (entries.reduce((sum, entry) => sum + cost(entry), 0) <= budget.transcript) return entries;
  const half = budget.transcript / 2;
  const head = fill(entries, half);
  const tail = fill(entries.slice(head.length).toReversed(), half).toReversed();
  const middle = entries.slice(head.length, entries.length - tail.length);
  const kept = middle
    .filter(({ entry }) => cited.has(entry))
    .map((entry) => clipEntry(entry, budget.citation));
  const dropped = middle.length - kept.length;
  // It takes the number of an entry that is gone, so that numbers stay unique and in order.
  const first = middle.find(({ entry }) => !cited.has(entry));
  if (first === undefined) return [...head, ...kept, ...tail];
  const mark: EntryReport = {
    entry: first.entry,
    ms: first.ms,
    direction: 'note',
    channel: 'harness',
    text: `${dropped} entries left out here, to keep the result small`,
    truncated: middle.reduce((sum, entry) => sum + (cited.has(entry.entry) ? 0 : byteLength(entry.text)), 0),
  };
  const between = [mark, ...kept].toSorted((a, b) => a.entry - b.entry);
  return [...head, ...between, ...tail];
}

/** Entries from the start as far as `room` bytes reach; the last one is cut to what is left. */
function fill(entries: readonly EntryReport[], room: number): EntryReport[] {
  const kept: EntryReport[] = [];
  for (const entry of entries) {
    if (room <= ENTRY_OVERHEAD) break;
    const fitted = clipEntry(entry, Math.floor(room - ENTRY_OVERHEAD));
    kept.push(fitted);
    room -= cost(fitted);
  }
  return kept;
}

const cost = (entry: EntryReport): number =>
  byteLength(entry.text) + byteLength(JSON.stringify(entry.binding ?? {})) + ENTRY_OVERHEAD;

function clipEntry(entry: EntryReport, keep: number): EntryReport {
  const { text, cut } = clip(entry.text, keep);
  const binding =
    entry.binding === undefined ? {} : { binding: clipAll(entry.binding, Math.max(MIN_STATEMENT, keep / 4)) };
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
