/** How the end of a server stands in the report of the case that it died of. */
import { parseJson } from '../../adapters/bytes.js';
import { isObject } from '../../adapters/json.js';
import type { Entry } from '../../adapters/transcript.js';
import type { Death } from '../../containers/targets/target.js';
import type { CaseReport, CheckReport, EntryReport } from '../../reports/result/result.js';
import type { Unheard } from './control.js';
import { clipEntry } from '../../reports/result/trim-transcript.js';
import { toEntryReport } from './excerpt.js';

const REQUIREMENT = 'jsonrpc.request-answered';
/** Lines of stderr that a finding quotes, and characters of them. */
const LINES = 8;
const MAX_STDERR = 1_500;
/** Other cases that a finding names. */
const NAMES = 8;
/** Messages that a finding names, and characters of each name in it. */
const TOLD = 3;
const MAX_NAME = 80;
/** Entries of the control request that stand as evidence. */
const EVIDENCE = 6;

/** Where the fault was seen, beside the case itself. */
export interface Charge {
  death: Death;
  /** The request that was not answered any more. */
  control?: Unheard;
  /** Other cases that it may have died of, where that could not be found out. */
  beside?: readonly string[];
  /** How sure it is that it was this case. */
  note: string;
  /** What became of the target. */
  end?: 'stopped answering' | 'was given up';
}

/** The report, in which the requirement to answer requests is violated. Every text in it is still to be redacted. */
export function chargeDeath(
  report: CaseReport,
  { death, control, beside = [], note, end = 'stopped answering' }: Charge,
): CaseReport {
  const more = beside.length > NAMES ? ` and ${beside.length - NAMES} more` : '';
  const or =
    beside.length === 0
      ? ''
      : `, or another of ${beside.length + 1} that it had at the time (${beside.slice(0, NAMES).join(', ')}${more})`;
  const told = or === '' ? listTold(report.transcript) : '';
  const received = `the target ${end} after ${report.scenario}${told}${or}: it ${death.how}${quoteStderr(death.stderr)}`;
  const entries = [
    ...(control?.entries ?? []).slice(0, EVIDENCE).map((entry) => plain(entry)),
    ...(control === undefined ? [] : [noteOf(`a request after the case was not answered: ${control.why}`)]),
    noteOf(`the target ${death.how}${quoteStderr(death.stderr)}`),
  ];
  const last = report.transcript.at(-1);
  const added = entries.map((entry, index) => ({
    ...entry,
    entry: Math.max(0, ...report.transcript.map((one) => one.entry)) + index + 1,
    ms: Math.max(entry.ms, last?.ms ?? 0),
  }));
  const check: CheckReport = {
    requirement: REQUIREMENT,
    verdict: 'fail',
    expected: 'a reply to every request, also to those after this case',
    received,
    seen: added.map(({ entry }) => entry),
    count: (report.checks.find(({ requirement }) => requirement === REQUIREMENT)?.count ?? 0) + 1,
    waivedBy: null,
  };
  return {
    ...report,
    reason: report.reason === undefined ? note : `${note}; ${report.reason}`,
    checks: [...report.checks.filter(({ requirement }) => requirement !== REQUIREMENT), check],
    transcript: [...report.transcript, ...added],
  };
}

/**
 * The report of a case that was with the target when it went, and is not to blame: what was judged by silence is not held
 * against the target twice. What was seen of it stands.
 */
export function excuseSilence(report: CaseReport, reason: string): CaseReport {
  const seen = new Set(
    report.transcript.flatMap(({ entry, direction }) => (direction === 'in' ? [entry] : [])),
  );
  const isSilence = (check: CheckReport): boolean =>
    // A robustness finding is one that was not verified, and says what was received.
    check.received !== undefined && check.verdict !== 'pass' && !check.seen.some((entry) => seen.has(entry));
  const excused = ({ requirement, count }: CheckReport): CheckReport => ({
    requirement,
    verdict: 'not-verified',
    expected: reason,
    seen: [],
    count,
    waivedBy: null,
  });
  return { ...report, checks: report.checks.map((check) => (isSilence(check) ? excused(check) : check)) };
}

/** ` (told since it was last heard: tools/call add)`, or nothing where it was heard after all that it was told. */
function listTold(transcript: CaseReport['transcript']): string {
  const heard = transcript.findLastIndex(
    ({ direction, channel }) => direction === 'in' && channel !== 'stderr',
  );
  const told = transcript
    .slice(heard + 1)
    .filter(({ direction, text }) => direction === 'out' && text !== '');
  if (told.length === 0) return '';
  const more = told.length > TOLD ? ` and ${told.length - TOLD} more` : '';
  return ` (told since it was last heard: ${told.slice(0, TOLD).map(nameMessage).join(', ')}${more})`;
}

function nameMessage({ entry, text, truncated }: EntryReport): string {
  const message = truncated === 0 ? parseJson(Buffer.from(text)) : undefined;
  if (!isObject(message)) return `entry ${entry}`;
  const { method, params } = message;
  if (typeof method !== 'string') return 'a response';
  const of = isObject(params) ? (params['name'] ?? params['uri']) : undefined;
  return [method, of].flatMap((part) => (typeof part === 'string' ? part.slice(0, MAX_NAME) : [])).join(' ');
}

/** `; its stderr ends with: …`, or nothing. */
export function quoteStderr(stderr: string): string {
  const said = stderr.trimEnd().split('\n').slice(-LINES).join('\n').slice(-MAX_STDERR);
  return said === '' ? '' : `; its stderr ends with:\n${said}`;
}

const plain = (entry: Entry): EntryReport => clipEntry(toEntryReport(entry, 0, entry.at), MAX_STDERR);

const noteOf = (text: string): EntryReport => ({
  entry: 0,
  ms: 0,
  direction: 'note',
  channel: 'process',
  text,
  truncated: 0,
});
