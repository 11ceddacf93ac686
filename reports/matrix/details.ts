import type picocolors from 'picocolors';
import { againWords } from '../text/reproduce.js';
import { deadLines } from '../result/baseline.js';
import { brokenCases, findingsOf, knownOf, unreachedOf, unverifiedOf } from '../result/findings.js';
import type { Finding } from '../result/findings.js';
import type { RenderOptions } from '../format.js';
import { transcriptPath } from '../result/paths.js';
import type { CaseReport, ParityReport, Result, TransportReport } from '../result/result.js';
import { linesOf } from '../text/lines-of.js';
import { neutral } from '../text/neutralise.js';
import { reasonLines } from '../text/phrases.js';
import { padToWidth } from '../text/width.js';
import { command } from '../text/wrap.js';

export type Colors = ReturnType<typeof picocolors.createColors>;

/** More than this is not read on a terminal; the JSON report has them all. */
const MAX_FINDINGS = 40;
const MAX_REASONS = 12;
const MAX_DIFFERENCES = 10;
/** Characters of one quoted value. */
const MAX_VALUE = 400;
/** Where the level stands at the end of a headline, and how many columns are left for it on a narrower terminal. */
const WIDTH = 84;
const LEVEL = 7;
/** Columns before what a row says. */
const BEFORE = 12;

/** The blocks under the matrix: findings, differences between transports, broken cases, and what was not seen. */
export function details(result: Result, colors: Colors, options: RenderOptions): string[] {
  const findings = findingsOf(result);
  const more =
    (what: string) =>
    (count: number): string =>
      colors.dim(`… and ${count} more ${what}`);
  return [
    ...linesOf(
      findings,
      MAX_FINDINGS,
      (finding) => block(result, finding, colors, options),
      more('findings; --report json has them all'),
    ),
    ...linesOf(
      brokenCases(result),
      MAX_FINDINGS,
      (one) => brokenBlock(result, one, colors, options),
      more('errors'),
    ),
    ...linesOf(
      result.parity.filter(({ verdict }) => verdict === 'differs'),
      MAX_DIFFERENCES,
      (one) => differenceBlock(one, colors),
      more('scenarios differ'),
    ),
    ...unreached(result, colors, options),
    known(result, colors),
    dead(result, colors),
    unverified(result, colors),
  ].filter((text) => text !== undefined);
}

const unreached = (result: Result, colors: Colors, options: RenderOptions): string[] =>
  unreachedOf(result).map(([name, transport]) => unreachedBlock(name, transport, colors, options));

/** A transport on which there was nothing to talk to, with all that is known of why. */
export function unreachedBlock(
  name: string,
  { reason = '', again }: Pick<TransportReport, 'reason' | 'again'>,
  colors: Colors,
  { columns }: Pick<RenderOptions, 'columns'> = {},
): string {
  return [
    colors.red(`✘ ${neutral(name, { max: 40 })} could not be tested`),
    ...reasonLines(reason).map((line) => `  ${line}`),
    ...(again[0] === '--' ? [row('by hand', command(again.slice(1), BEFORE, columns), colors)] : []),
  ].join('\n');
}

/** Failures that a baseline excuses are said, every time: they do not count, and they are not hidden. */
function known(result: Result, colors: Colors): string | undefined {
  const entries = knownOf(result);
  if (entries.length === 0) return undefined;
  const lines = linesOf(
    entries,
    MAX_REASONS,
    ({ requirement, waivedBy, cases }) =>
      countedLine(cases, requirement, 120, colors.dim(neutral(waivedBy, { max: 300 }))),
    (count) => `           … and ${count} more`,
  );
  return [colors.cyan('= known: seen to fail, and excused by the baseline:'), ...lines].join('\n');
}

const countedLine = (cases: number, what: string, max: number, more: string): string =>
  `  ${`${cases} ×`.padStart(7)}  ${neutral(what, { max })}  ${more}`;

/** Each is a line that makes the run fail until it is deleted. */
function dead(result: Result, colors: Colors): string | undefined {
  const lines = deadLines(result);
  if (lines.length === 0) return undefined;
  const shown = linesOf(
    lines,
    MAX_FINDINGS,
    (line) => `  ${line}`,
    (count) => `  … and ${count} more`,
  );
  return [colors.red('✘ baseline: entries that excuse nothing'), ...shown].join('\n');
}

const SIGNS = { fail: '✘', error: 'error', warn: '!', robustness: '~' } as const;

/** A finding as a person reads it: what was violated, expected and received, and what to do. */
export function block(result: Result, finding: Finding, colors: Colors, options: RenderOptions): string {
  const { case: one, check, report } = finding;
  const paint = { fail: colors.red, error: colors.magenta, warn: colors.yellow, robustness: colors.dim };
  const head = `${SIGNS[finding.kind]} ${place(one)} · ${neutral(check.requirement, { max: 120 })}`;
  const level = report?.level ?? '';
  const width = Math.min(WIDTH, (options.columns ?? Infinity) - 1 - Math.max(LEVEL, level.length));
  const lines = [`${paint[finding.kind](padToWidth(head, width))} ${level}`.trimEnd()];
  if (report !== undefined) lines.push(`  ${neutral(report.text, { max: 300 })}`);
  if (check.expected !== undefined)
    lines.push(row('expected', neutral(check.expected, { max: MAX_VALUE }), colors));
  if (check.received !== undefined)
    lines.push(row('received', neutral(check.received, { max: MAX_VALUE }), colors));
  if (one.reason !== undefined) lines.push(row('note', neutral(one.reason, { max: MAX_VALUE }), colors));
  if (finding.others.length > 0) lines.push(row('also', others(finding), colors));
  lines.push(row('again', command(againWords(result, one), BEFORE, options.columns), colors));
  const next = [`mcptc explain ${neutral(check.requirement, { max: 120 })}`];
  if (options.transcripts !== undefined) {
    next.push(`transcript: ${neutral(options.transcripts, { max: 400 })}/${transcriptPath(one)}`);
  }
  lines.push(row('next', next.join('; '), colors));
  return lines.join('\n');
}

const row = (name: string, text: string, colors: Colors): string =>
  `  ${colors.dim(padToWidth(name, 8))}  ${text}`;

const place = (one: CaseReport): string =>
  `${neutral(one.transport, { max: 40 })} · ${neutral(one.revision, { max: 20 })}`;

/** `stdio 2025-06-18, 2025-11-25; streamable-http 2025-11-25`, and that more scenarios saw it where they did. */
function others(finding: Finding): string {
  const places = new Map<string, Set<string>>();
  for (const { transport, revision } of finding.others) {
    places.set(transport, (places.get(transport) ?? new Set()).add(revision));
  }
  const shown = [...places]
    .slice(0, 8)
    .map(([transport, revisions]) => `${transport} ${[...revisions].slice(0, 8).join(', ')}`);
  const scenarios = new Set(finding.others.map(({ scenario }) => scenario));
  scenarios.delete(finding.case.scenario);
  const more = [...scenarios].slice(0, 3).join(', ');
  const rest = scenarios.size > 3 ? ` and ${scenarios.size - 3} more` : '';
  return neutral(`${shown.join('; ')}${more === '' ? '' : ` (also in ${more}${rest})`}`, { max: 600 });
}

/** A case that the harness itself broke. */
export function brokenBlock(
  result: Result,
  one: CaseReport,
  colors: Colors,
  { columns }: Pick<RenderOptions, 'columns'> = {},
): string {
  return [
    colors.magenta(`error ${place(one)} · ${neutral(one.scenario, { max: 120 })}`),
    `  The harness is at fault here, not the target: ${neutral(one.reason ?? 'no reason was given', { max: MAX_VALUE })}`,
    row('again', command(againWords(result, one), BEFORE, columns), colors),
    row('next', 'report it with .mcptc/result.json', colors),
  ].join('\n');
}

/** A scenario that went differently on another transport, fact by fact. */
export function differenceBlock(one: ParityReport, colors: Colors): string {
  return [
    colors.red(`≠ ${neutral(one.revision, { max: 20 })} · ${neutral(one.scenario, { max: 120 })}`),
    ...one.differences
      .slice(0, 5)
      .flatMap(({ fact, values }) => [
        `  ${neutral(fact, { max: 120 })}`,
        ...Object.entries(values).map(
          ([transport, value]) =>
            `    ${colors.dim(padToWidth(neutral(transport, { max: 40 }), 16))}  ${neutral(value, { max: 200 })}`,
        ),
      ]),
  ].join('\n');
}

function unverified(result: Result, colors: Colors): string | undefined {
  const reasons = unverifiedOf(result);
  if (reasons.length === 0) return undefined;
  const lines = linesOf(
    reasons,
    MAX_REASONS,
    ({ reason, cases, transports }) =>
      countedLine(
        cases,
        reason,
        160,
        colors.dim(transports.map((name) => neutral(name, { max: 40 })).join(', ')),
      ),
    (count) => `           … and ${count} more reasons`,
  );
  return [
    colors.cyan('? not verified: it applies, but nothing could be seen. By what is missing:'),
    ...lines,
  ].join('\n');
}
