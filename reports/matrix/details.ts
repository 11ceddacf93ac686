/** What the terminal report prints below its table: each finding, with what was expected and received. */
import type { Colors } from './colors.js';
import { getReproduceWords } from '../text/reproduce.js';
import { describeDeadEntries, describeExpiring } from '../result/baseline.js';
import {
  listBrokenCases,
  listInapplicable,
  listKnown,
  listUnreached,
  listUnverified,
} from '../result/findings.js';
import type { Finding } from '../result/findings.js';
import type { RenderOptions } from '../format.js';
import { getTranscriptPath } from '../result/paths.js';
import type { CaseReport, ParityReport, Result, TransportReport } from '../result/result.js';
import { formatLines } from '../text/lines-of.js';
import { neutralise } from '../text/neutralise.js';
import { splitReason } from '../text/phrases.js';
import { foldFindings, type FoldedFinding } from './fold.js';
import { headOf, renderBrief } from './brief.js';
import { padToWidth } from '../text/width.js';
import { wrapCommand } from '../text/wrap.js';

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
export function renderDetails(result: Result, colors: Colors, options: RenderOptions): string[] {
  const { findings, differences } = foldFindings(result);
  const more =
    (what: string) =>
    (count: number): string =>
      colors.dim(`… and ${count} more ${what}`);
  const renderFull = (some: readonly FoldedFinding[]): string[] =>
    formatLines(
      some,
      MAX_FINDINGS,
      (finding) => renderFinding(result, finding, colors, options, toldWith(finding)),
      more('findings; --report json has them all'),
    );
  return [
    ...renderFull(findings.filter(fails)),
    ...formatLines(
      listBrokenCases(result),
      MAX_FINDINGS,
      (one) => renderBrokenBlock(result, one, colors, options),
      more('errors'),
    ),
    ...formatLines(
      differences,
      MAX_DIFFERENCES,
      (one) => renderDifferenceBlock(one, colors),
      more('scenarios differ'),
    ),
    ...unreached(result, colors, options),
    ...BRIEF.flatMap((kind) => {
      const some = findings.filter((one) => one.kind === kind);
      if (options.verbose !== true) return renderBrief(result, some, kind, colors, options.columns);
      const head = headOf(result, kind, colors);
      return [...(some.length === 0 || head === '' ? [] : [head]), ...renderFull(some)];
    }),
    known(result, colors),
    entries(describeDeadEntries(result), colors.red('✘ baseline: entries that excuse nothing')),
    entries(
      describeExpiring(result),
      colors.yellow('! baseline: entries that expire soon, and then fail the run'),
    ),
    unverified(result, colors),
  ].filter((text) => text !== undefined);
}

/** What makes a run fail, or may hide what does, is told in full. */
const fails = ({ kind }: Finding): boolean => kind === 'fail' || kind === 'error';
const BRIEF = ['warn', 'new', 'robustness'] as const;

/** Rows of a finding that stand for findings and differences of their own. */
const toldWith = ({ breaks, apart }: FoldedFinding): [string, string][] => [
  ...breaks.map(({ requirement, check: { received = '' } }): [string, string] => [
    'breaks',
    `${neutralise(requirement, { max: 120 })} too${received === '' ? '' : `: received ${neutralise(received, { max: 200 })}`}`,
  ]),
  ...apart.map((text): [string, string] => ['≠', text]),
];

const unreached = (result: Result, colors: Colors, options: RenderOptions): string[] =>
  listUnreached(result).map(([name, transport]) => renderUnreachedBlock(name, transport, colors, options));

/** A transport on which there was nothing to talk to, with all that is known of why. */
export function renderUnreachedBlock(
  name: string,
  { reason = '', again }: Pick<TransportReport, 'reason' | 'again'>,
  colors: Colors,
  { columns }: Pick<RenderOptions, 'columns'> = {},
): string {
  return [
    colors.red(`✘ ${neutralise(name, { max: 40 })} could not be tested`),
    ...splitReason(reason).map((line) => `  ${line}`),
    ...(again[0] === '--' ? [row('by hand', wrapCommand(again.slice(1), BEFORE, columns), colors)] : []),
  ].join('\n');
}

/** Failures that a baseline excuses are said, every time: they do not count, and they are not hidden. */
function known(result: Result, colors: Colors): string | undefined {
  const entries = listKnown(result);
  if (entries.length === 0) return undefined;
  const lines = formatLines(
    entries,
    MAX_REASONS,
    ({ requirement, waivedBy, cases }) =>
      countedLine(cases, requirement, 120, colors.dim(neutralise(waivedBy, { max: 300 }))),
    (count) => `           … and ${count} more`,
  );
  return [colors.cyan('= known: seen to fail, and excused by the baseline:'), ...lines].join('\n');
}

const countedLine = (cases: number, what: string, max: number, more: string): string =>
  `  ${`${cases} ×`.padStart(7)}  ${neutralise(what, { max })}  ${more}`;

/** Of the baseline, a line each. */
function entries(lines: readonly string[], head: string): string | undefined {
  if (lines.length === 0) return undefined;
  const shown = formatLines(
    lines,
    MAX_FINDINGS,
    (line) => `  ${line}`,
    (count) => `  … and ${count} more`,
  );
  return [head, ...shown].join('\n');
}

const SIGNS = { fail: '✘', error: 'error', warn: '!', new: '+', robustness: '~' } as const;

/** A finding as a person reads it: what was violated, expected and received, and what to do. */
export function renderFinding(
  result: Result,
  finding: Finding,
  colors: Colors,
  options: RenderOptions,
  more: readonly (readonly [string, string])[] = [],
): string {
  const { case: one, check, report } = finding;
  const paint = {
    fail: colors.red,
    error: colors.magenta,
    warn: colors.yellow,
    new: colors.cyan,
    robustness: colors.dim,
  };
  const head = `${SIGNS[finding.kind]} ${place(one)} · ${neutralise(check.requirement, { max: 120 })}`;
  const level = report?.level ?? '';
  const width = Math.min(WIDTH, (options.columns ?? Infinity) - 1 - Math.max(LEVEL, level.length));
  const lines = [`${paint[finding.kind](padToWidth(head, width))} ${level}`.trimEnd()];
  if (report !== undefined) lines.push(`  ${neutralise(report.text, { max: 300 })}`);
  if (check.expected !== undefined)
    lines.push(row('expected', neutralise(check.expected, { max: MAX_VALUE }), colors));
  if (check.received !== undefined) lines.push(row('received', inLines(check.received), colors));
  if (one.reason !== undefined) lines.push(row('note', neutralise(one.reason, { max: MAX_VALUE }), colors));
  if (finding.others.length > 0) lines.push(row('also', others(finding), colors));
  for (const [name, text] of more) lines.push(row(name, text, colors));
  if (report?.remedy !== undefined && (finding.kind === 'fail' || finding.kind === 'warn'))
    lines.push(row('mend', neutralise(report.remedy, { max: 300 }), colors));
  lines.push(row('again', wrapCommand(getReproduceWords(result, one), BEFORE, options.columns), colors));
  const next = [`mcptc explain ${neutralise(check.requirement, { max: 120 })}`];
  if (options.transcripts !== undefined) {
    next.push(`transcript: ${neutralise(options.transcripts, { max: 400 })}/${getTranscriptPath(one)}`);
  }
  lines.push(row('next', next.join('; '), colors));
  return lines.join('\n');
}

/** Lines of a value that are shown as such: of the last words of a process, whatever a program prints where it breaks. */
const MAX_LINES = 8;

/** A value of several lines, each under the first. */
function inLines(text: string): string {
  const [first = '', ...more] = neutralise(text, { max: MAX_VALUE, multiline: true })
    .split('\n')
    // A mark under a line of source says nothing without that line.
    .filter((line) => !/^[\s^~]*$/.test(line));
  const shown = more.length > MAX_LINES ? [...more.slice(0, MAX_LINES), '…'] : more;
  return [first, ...shown.map((line) => `${' '.repeat(BEFORE)}${line}`)].join('\n');
}

const row = (name: string, text: string, colors: Colors): string =>
  `  ${colors.dim(padToWidth(name, 8))}  ${text}`;

const place = (one: CaseReport): string =>
  `${neutralise(one.transport, { max: 40 })} · ${neutralise(one.revision, { max: 20 })}`;

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
  return neutralise(`${shown.join('; ')}${more === '' ? '' : ` (also in ${more}${rest})`}`, { max: 600 });
}

/** A case that the harness itself broke. */
export function renderBrokenBlock(
  result: Result,
  one: CaseReport,
  colors: Colors,
  { columns }: Pick<RenderOptions, 'columns'> = {},
): string {
  return [
    colors.magenta(`error ${place(one)} · ${neutralise(one.scenario, { max: 120 })}`),
    `  The harness is at fault here, not the target: ${neutralise(one.reason ?? 'no reason was given', { max: MAX_VALUE })}`,
    row('again', wrapCommand(getReproduceWords(result, one), BEFORE, columns), colors),
    row('next', 'report it with .mcptc/result.json', colors),
  ].join('\n');
}

/** A scenario that went differently on another transport, fact by fact. */
export function renderDifferenceBlock(one: ParityReport, colors: Colors): string {
  return [
    colors.red(`≠ ${neutralise(one.revision, { max: 20 })} · ${neutralise(one.scenario, { max: 120 })}`),
    ...one.differences
      .slice(0, 5)
      .flatMap(({ fact, values }) => [
        `  ${neutralise(fact, { max: 120 })}`,
        ...Object.entries(values).map(
          ([transport, value]) =>
            `    ${colors.dim(padToWidth(neutralise(transport, { max: 40 }), 16))}  ${neutralise(value, { max: 200 })}`,
        ),
      ]),
  ].join('\n');
}

function unverified(result: Result, colors: Colors): string | undefined {
  const unseen = listUnverified(result);
  // Where nothing else came of a run, this is all that there is to say.
  const isUndecided = result.run.exitCode === 2 && unseen.length === 0;
  const reasons = isUndecided ? listInapplicable(result) : unseen;
  if (reasons.length === 0) return undefined;
  const lines = formatLines(
    reasons,
    MAX_REASONS,
    ({ reason, cases, transports }) =>
      countedLine(
        cases,
        reason,
        160,
        colors.dim(transports.map((name) => neutralise(name, { max: 40 })).join(', ')),
      ),
    (count) => `           … and ${count} more reasons`,
  );
  return [
    isUndecided
      ? colors.cyan('Nothing that was asked for applies:')
      : colors.cyan('? not verified: it applies, but nothing could be seen. By what is missing:'),
    ...lines,
  ].join('\n');
}
