/** The part of the Markdown report that lists failures, warnings, differences and the not verified. */
import type { Comparison } from '../result/compare.js';
import { getReproduceWords } from '../text/reproduce.js';
import { nameHeldTo } from '../result/counted.js';
import { describeDeadEntries, describeExpiring } from '../result/baseline.js';
import {
  listBrokenCases,
  listFindings,
  listKnown,
  listUnreached,
  listUnverified,
  type Finding,
} from '../result/findings.js';
import {
  formatCode,
  formatCodeBlock,
  formatHtmlCode,
  formatProse,
  formatSourceLink,
  type Section,
} from './text.js';
import type { CaseReport, ParityReport, Result } from '../result/result.js';
import { notRunOf } from '../result/survey.js';
import { formatShellLine } from '../text/shell.js';
import { formatLines } from '../text/lines-of.js';
import { neutralise } from '../text/neutralise.js';
import { splitReason } from '../text/phrases.js';

/** What is listed under the matrix. More is not read in a comment. */
const MAX_FINDINGS = 60;
/** Of a comparison, in full. */
const MAX_CHANGED = 10;
const MAX_REASONS = 60;
/** Messages that a finding quotes. */
const MAX_ENTRIES = 6;

const SIGNS = { fail: '✘', error: 'error', warn: '!', new: '+', robustness: '~' } as const;

export function makeFindingSections(result: Result): Section[] {
  const findings = listFindings(result);
  const failures = findings.filter(({ kind }) => kind === 'fail' || kind === 'error');
  const warnings = findings.filter(({ kind }) => kind === 'warn');
  const fresh = findings.filter(({ kind }) => kind === 'new');
  const fragile = findings.filter(({ kind }) => kind === 'robustness');
  const differing = result.parity.filter(({ verdict }) => verdict === 'differs');
  const listed = (heading: string, some: readonly Finding[], share: number, what: string): Section => ({
    heading: `#### ${heading}`,
    items: atMost(
      some.map((finding) => findingBlock(result, finding)),
      MAX_FINDINGS,
      what,
    ),
    share,
    what,
  });
  return [
    { items: unreached(result), share: 0.2, what: 'transports that could not be tested' },
    folded('– Not run: revisions that were asked for', notRun(result), 'revisions that were not run'),
    listed(`✘ Requirements violated: ${failures.length}`, failures, 0.6, 'violated requirements'),
    {
      items: listBrokenCases(result)
        .slice(0, 20)
        .map((one) => brokenBlock(result, one)),
      share: 0.3,
      what: 'errors',
    },
    {
      heading: '#### ≠ Not the same on every transport',
      items: atMost(differing.map(differenceBlock), MAX_FINDINGS, 'scenarios'),
      share: 0.4,
      what: 'differences',
    },
    listed(`! Recommendations not followed: ${warnings.length}`, warnings, 0.6, 'recommendations'),
    listed(
      `+ New, not in ${formatProse(nameHeldTo(result), { max: 120 })} yet, does not count: ${fresh.length}`,
      fresh,
      0.4,
      'new findings',
    ),
    listed(`~ Robustness, which nothing demands: ${fragile.length}`, fragile, 0.3, 'robustness findings'),
    deadEntries(result),
    {
      heading: '#### Known failures, excused by the baseline',
      items: [...atMost(known(result), MAX_REASONS, 'known failures'), ...expiring(result)],
      between: '\n',
      share: 0.7,
      what: 'known failures',
    },
    folded('? Not verified: it applies, but nothing could be seen', unverified(result), 'reasons'),
  ];
}

const deadEntries = (result: Result): Section => ({
  heading: '#### ✘ Baseline: entries that excuse nothing',
  items: atMost(
    describeDeadEntries(result).map((line) => `- ${formatCode(line, { max: 600 })}`),
    MAX_FINDINGS,
    'entries',
  ),
  share: 0.3,
  what: 'dead entries of the baseline',
});

/** What a comparison has told, in full, and what stood in its way. The rest is no change. */
export function makeChangedSections(
  result: Result,
  { broken, new: fresh, robustness }: Comparison,
): Section[] {
  const told = [broken, fresh.filter(({ after }) => after !== 'pass'), robustness].flat();
  const changed = new Set(told.map(({ requirement }) => requirement));
  const findings = listFindings(result).filter(({ check }) => changed.has(check.requirement));
  return [
    { items: unreached(result), share: 0.2, what: 'transports that could not be tested' },
    {
      heading: '#### In full',
      items: atMost(
        findings.map((finding) => findingBlock(result, finding)),
        MAX_CHANGED,
        'findings',
      ),
      share: 0.6,
      what: 'findings',
    },
    deadEntries(result),
    { items: expiring(result), between: '\n', share: 0.2, what: 'entries that expire soon' },
  ];
}

const notRun = (result: Result): string[] =>
  notRunOf(result).map(
    ({ transport, revision, reason, named }) =>
      `- ${formatCode(`${transport} ${revision}`, { max: 60 })}${named ? ', asked for by name' : ''}: ${formatProse(reason, { max: 300 })}`,
  );

/** Each a block or a line already. */
const atMost = (items: readonly string[], max: number, what: string): string[] =>
  formatLines(
    items,
    max,
    (item) => item,
    (count) => `- … and ${count} more ${what}`,
  );

const folded = (summary: string, items: string[], what: string): Section => ({
  before: `<details><summary>${summary} (${items.length})</summary>\n`,
  items: atMost(items, MAX_REASONS, what),
  between: '\n',
  after: '</details>',
  share: 0.7,
  what,
});

const block = (summary: string, lines: readonly string[]): string =>
  `<details><summary>${summary}</summary>\n\n${lines.join('\n')}\n\n</details>`;

const placeOf = ({ transport, revision }: CaseReport): string =>
  `${formatHtmlCode(transport, 40)} ${formatHtmlCode(revision, 20)}`;

function findingBlock(result: Result, finding: Finding): string {
  const { case: one, check, report, kind, others } = finding;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const seen = new Set(check.seen);
  const entries = one.transcript
    .filter(({ entry }) => seen.has(entry))
    .slice(0, MAX_ENTRIES)
    .map(
      ({ ms, direction, channel, text }) =>
        `${direction.padEnd(4)} ${ms.toFixed(0)} ms  ${neutralise(channel, { max: 40 })}  ${neutralise(text, { max: 300 })}`,
    );
  return block(
    `${SIGNS[kind]} ${formatHtmlCode(check.requirement)} · ${report?.level ?? ''} · ${placeOf(one)}${more}`,
    [
      ...(report === undefined ? [] : [`${formatProse(report.text)}${formatSourceLink(report.source)}`, '']),
      ...(check.expected === undefined ? [] : [`- expected ${formatCode(check.expected, { max: 300 })}`]),
      ...(check.received === undefined ? [] : [`- received ${formatCode(check.received, { max: 500 })}`]),
      ...(one.reason === undefined ? [] : [`- note ${formatCode(one.reason, { max: 300 })}`]),
      `- scenario ${formatCode(one.scenario, { max: 120 })}${others.length === 0 ? '' : `; also ${places(others)}`}`,
      '',
      ...(entries.length === 0 ? [] : [formatCodeBlock(entries), '']),
      again(result, one),
    ],
  );
}

function places(others: readonly CaseReport[]): string {
  const shown = others
    .slice(0, 4)
    .map((one) => formatCode(`${one.transport}/${one.revision}/${one.scenario}`));
  return `${shown.join(', ')}${others.length > shown.length ? ` and ${others.length - shown.length} more` : ''}`;
}

const again = (result: Result, one: CaseReport): string =>
  `Again: ${formatCode(formatShellLine(getReproduceWords(result, one)), { max: 1_000 })}`;

const brokenBlock = (result: Result, one: CaseReport): string =>
  block(`error ${formatHtmlCode(one.scenario)} · ${placeOf(one)}`, [
    `The harness is at fault here, not the target: ${formatCode(one.reason ?? 'no reason was given', { max: 400 })}`,
    '',
    again(result, one),
  ]);

const differenceBlock = ({ scenario, revision, differences }: ParityReport): string =>
  block(
    `≠ ${formatHtmlCode(scenario)} · ${formatHtmlCode(revision, 20)}`,
    differences.slice(0, 5).flatMap(({ fact, values }) => [
      `- ${formatCode(fact, { max: 120 })}`,
      ...Object.entries(values)
        .slice(0, 12)
        .map(
          ([transport, value]) =>
            `  - ${formatCode(transport, { max: 40 })}: ${formatCode(value, { max: 200 })}`,
        ),
    ]),
  );

const unreached = (result: Result): string[] =>
  listUnreached(result).map(([name, { reason = '' }]) => {
    return `✘ ${formatCode(name, { max: 40 })} could not be tested:\n\n${formatCodeBlock(splitReason(reason))}`;
  });

const known = (result: Result): string[] =>
  listKnown(result).map(
    ({ requirement, waivedBy, cases }) =>
      `- ${formatCode(requirement, { max: 120 })} (${cases} ×): ${formatCode(waivedBy)}`,
  );

/** Also those that no case of this run has used. */
const expiring = (result: Result): string[] =>
  atMost(
    describeExpiring(result).map((line) => `- ⚠ ${formatCode(line, { max: 600 })}`),
    MAX_FINDINGS,
    'entries',
  );

const unverified = (result: Result): string[] =>
  listUnverified(result).map(
    ({ reason, cases, transports }) =>
      `- ${cases} × ${formatProse(reason, { max: 160 })} — ${transports
        .slice(0, 8)
        .map((name) => formatCode(name, { max: 40 }))
        .join(', ')}`,
  );
