import { againWords } from '../text/reproduce.js';
import { deadLines } from '../result/baseline.js';
import {
  brokenCases,
  findingsOf,
  knownOf,
  unreachedOf,
  unverifiedOf,
  type Finding,
} from '../result/findings.js';
import { code, fenced, htmlCode, prose, sourceLink, type Section } from './text.js';
import type { CaseReport, ParityReport, Result } from '../result/result.js';
import { shellLine } from '../text/shell.js';
import { linesOf } from '../text/lines-of.js';
import { neutral } from '../text/neutralise.js';
import { reasonLines } from '../text/phrases.js';

/** What is listed under the matrix. More is not read in a comment. */
const MAX_FINDINGS = 60;
const MAX_REASONS = 60;
/** Messages that a finding quotes. */
const MAX_ENTRIES = 6;

const SIGNS = { fail: '✘', error: 'error', warn: '!', robustness: '~' } as const;

export function findingSections(result: Result): Section[] {
  const findings = findingsOf(result);
  const failures = findings.filter(({ kind }) => kind === 'fail' || kind === 'error');
  const warnings = findings.filter(({ kind }) => kind === 'warn');
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
    listed(`✘ Requirements violated: ${failures.length}`, failures, 0.6, 'violated requirements'),
    {
      items: brokenCases(result)
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
    listed(`~ Robustness, which nothing demands: ${fragile.length}`, fragile, 0.3, 'robustness findings'),
    {
      heading: '#### ✘ Baseline: entries that excuse nothing',
      items: atMost(
        deadLines(result).map((line) => `- ${code(line, { max: 600 })}`),
        MAX_FINDINGS,
        'entries',
      ),
      share: 0.3,
      what: 'dead entries of the baseline',
    },
    folded('Known, and excused by the baseline', known(result), 'known failures'),
    folded('? Not verified: it applies, but nothing could be seen', unverified(result), 'reasons'),
  ];
}

/** Each a block or a line already. */
const atMost = (items: readonly string[], max: number, what: string): string[] =>
  linesOf(
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
  `${htmlCode(transport, 40)} ${htmlCode(revision, 20)}`;

function findingBlock(result: Result, finding: Finding): string {
  const { case: one, check, report, kind, others } = finding;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const seen = new Set(check.seen);
  const entries = one.transcript
    .filter(({ entry }) => seen.has(entry))
    .slice(0, MAX_ENTRIES)
    .map(
      ({ ms, direction, channel, text }) =>
        `${direction.padEnd(4)} ${ms.toFixed(0)} ms  ${neutral(channel, { max: 40 })}  ${neutral(text, { max: 300 })}`,
    );
  return block(
    `${SIGNS[kind]} ${htmlCode(check.requirement)} · ${report?.level ?? ''} · ${placeOf(one)}${more}`,
    [
      ...(report === undefined ? [] : [`${prose(report.text)}${sourceLink(report.source)}`, '']),
      ...(check.expected === undefined ? [] : [`- expected ${code(check.expected, { max: 300 })}`]),
      ...(check.received === undefined ? [] : [`- received ${code(check.received, { max: 500 })}`]),
      ...(one.reason === undefined ? [] : [`- note ${code(one.reason, { max: 300 })}`]),
      `- scenario ${code(one.scenario, { max: 120 })}${others.length === 0 ? '' : `; also ${places(others)}`}`,
      '',
      ...(entries.length === 0 ? [] : [fenced(entries), '']),
      again(result, one),
    ],
  );
}

function places(others: readonly CaseReport[]): string {
  const shown = others.slice(0, 4).map((one) => code(`${one.transport}/${one.revision}/${one.scenario}`));
  return `${shown.join(', ')}${others.length > shown.length ? ` and ${others.length - shown.length} more` : ''}`;
}

const again = (result: Result, one: CaseReport): string =>
  `Again: ${code(shellLine(againWords(result, one)), { max: 1_000 })}`;

const brokenBlock = (result: Result, one: CaseReport): string =>
  block(`error ${htmlCode(one.scenario)} · ${placeOf(one)}`, [
    `The harness is at fault here, not the target: ${code(one.reason ?? 'no reason was given', { max: 400 })}`,
    '',
    again(result, one),
  ]);

const differenceBlock = ({ scenario, revision, differences }: ParityReport): string =>
  block(
    `≠ ${htmlCode(scenario)} · ${htmlCode(revision, 20)}`,
    differences.slice(0, 5).flatMap(({ fact, values }) => [
      `- ${code(fact, { max: 120 })}`,
      ...Object.entries(values)
        .slice(0, 12)
        .map(([transport, value]) => `  - ${code(transport, { max: 40 })}: ${code(value, { max: 200 })}`),
    ]),
  );

const unreached = (result: Result): string[] =>
  unreachedOf(result).map(([name, { reason = '' }]) => {
    return `✘ ${code(name, { max: 40 })} could not be tested:\n\n${fenced(reasonLines(reason))}`;
  });

const known = (result: Result): string[] =>
  knownOf(result).map(
    ({ requirement, waivedBy, cases }) =>
      `- ${code(requirement, { max: 120 })} (${cases} ×): ${code(waivedBy)}`,
  );

const unverified = (result: Result): string[] =>
  unverifiedOf(result).map(
    ({ reason, cases, transports }) =>
      `- ${cases} × ${prose(reason, { max: 160 })} — ${transports
        .slice(0, 8)
        .map((name) => code(name, { max: 40 }))
        .join(', ')}`,
  );
