/** Keeps a result below 16 MiB: cuts transcripts, first those of cases without a finding. */
import { hasOnlyPasses } from './findings.js';
import type { CaseReport, Result } from './result.js';
import {
  countBytes,
  clipValues,
  clipEntry,
  clipText,
  trimTranscript,
  type TranscriptBudget,
} from './trim-transcript.js';
import { SURVEY } from './survey.js';

/** A result stays below this, in bytes of JSON. */
export const MAX_RESULT = 16 * 1024 * 1024;

/** Bytes that are kept: of each cited entry of a case that passed, of a whole other transcript, of one statement. */
interface Budget extends TranscriptBudget {
  statement: number;
}

/** Bytes of each entry that a case cites whose checks all passed. */
export const CITATION = 512;

const FULL: Budget = { citation: CITATION, transcript: 64 * 1024, statement: 4096 };
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

const sizeOf = (result: Result): number => countBytes(JSON.stringify(result));

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
        countBytes(info) > MAX_SERVER_INFO ? { cut: clipText(info, 1024) } : result.target.serverInfo,
      transports: Object.fromEntries(
        Object.entries(result.target.transports).map(([name, transport]) => [
          name,
          transport.reason === undefined
            ? transport
            : { ...transport, reason: clipText(transport.reason, loud.statement) },
        ]),
      ),
    },
    cases: result.cases.map((one) => trimCase(one, hasFinding(one) ? loud : quiet)),
    parity: result.parity.map((one) => ({
      ...one,
      differences: one.differences.map(({ fact, values }) => ({
        fact: clipText(fact, loud.statement),
        values: clipValues(values, loud.statement),
      })),
    })),
  };
}

/** Whether somebody may ask for the transcript, because it defends a verdict against the target or us. */
const hasFinding = ({ status, checks }: CaseReport): boolean =>
  status === 'error' || checks.some(({ verdict }) => FINDINGS.includes(verdict));

const FINDINGS: readonly string[] = ['fail', 'warn', 'error'];

function trimCase(one: CaseReport, budget: Budget): CaseReport {
  const cited = new Set(one.checks.flatMap(({ seen }) => seen));
  return {
    ...one,
    ...(one.reason === undefined ? {} : { reason: clipText(one.reason, budget.statement) }),
    checks: one.checks.map((check) => ({
      ...check,
      ...(check.expected === undefined ? {} : { expected: clipText(check.expected, budget.statement) }),
      ...(check.received === undefined ? {} : { received: clipText(check.received, budget.statement) }),
    })),
    // What a revision answered stands there, also where there was nothing to judge in it.
    transcript:
      one.scenario !== SURVEY && hasOnlyPasses(one)
        ? one.transcript
            .filter(({ entry }) => cited.has(entry))
            .map((entry) => clipEntry(entry, budget.citation))
        : trimTranscript(one.transcript, cited, budget),
  };
}
