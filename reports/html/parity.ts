import { findScenarioTitle } from '../result/findings.js';
import type { ParityReport, Result } from '../result/result.js';
import { neutralise } from '../text/neutralise.js';
import { makeBlock, h } from './markup.js';
import type { Child, Element } from './markup.js';
import { renderLead, renderSection } from './section.js';
import { renderTableHead } from './table.js';

/** What is drawn at most; the rest is counted. */
const MAX_SCENARIOS = 100;
const MAX_FACTS = 40;
const MAX_VALUE = 1_200;

/** Scenarios that went differently on another transport, value beside value; and how many did not. */
export function renderParity(result: Result): Child {
  if (result.parity.length === 0) return false;
  const differing = result.parity.filter(({ verdict }) => verdict === 'differs');
  const apart = result.parity.filter(({ verdict }) => verdict === 'not-applicable');
  const same = result.parity.length - differing.length - apart.length;
  const rest = differing.length - MAX_SCENARIOS;
  return renderSection(
    'parity',
    'Parity between transports',
    renderLead(
      `${count(same, 'scenario')} went the same way on every transport that was compared, ${differing.length === 0 ? 'none' : differing.length} did not`,
      apart.length > 0 && `; ${apart.length} could not be compared`,
      '.',
    ),
    differing.slice(0, MAX_SCENARIOS).map((one) => differenceView(result, one)),
    rest > 0 && h('p', {}, `… and ${count(rest, 'more scenario')} that differ`),
    reasonsView(result.parity),
  );
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

function differenceView(result: Result, one: ParityReport): Element {
  const names = [...new Set(one.differences.flatMap(({ values }) => Object.keys(values)))].slice(0, 12);
  const title = findScenarioTitle(result, one.scenario);
  const rest = one.differences.length - MAX_FACTS;
  return h(
    'article',
    { class: 'difference' },
    h(
      'h3',
      {},
      h('span', { class: 'sign fail', 'aria-hidden': 'true' }, '≠'),
      ' ',
      neutralise(title ?? one.scenario, { max: 200 }),
      ' ',
      h(
        'span',
        { class: 'where' },
        h('code', {}, neutralise(one.scenario, { max: 120 })),
        ' ',
        h('span', { class: 'place' }, neutralise(one.revision, { max: 20 })),
      ),
    ),
    h(
      'table',
      { class: 'sides', role: 'table' },
      h('caption', { class: 'unseen' }, `What differed in ${neutralise(one.scenario, { max: 120 })}`),
      renderTableHead(['Fact', ...names].map((name) => neutralise(name, { max: 40 }))),
      h(
        'tbody',
        { role: 'rowgroup' },
        one.differences.slice(0, MAX_FACTS).map(({ fact, values }) => factRow(fact, values, names)),
      ),
    ),
    rest > 0 && h('p', { class: 'dim' }, `… and ${count(rest, 'more fact')}`),
    one.reason !== undefined && h('p', { class: 'dim' }, neutralise(one.reason, { max: 400 })),
  );
}

function factRow(fact: string, values: Readonly<Record<string, string>>, names: readonly string[]): Element {
  const own = names.map((name) => (Object.hasOwn(values, name) ? values[name] : undefined));
  const around = findCommonEnds(own.filter((value) => value !== undefined));
  return h(
    'tr',
    { role: 'row' },
    h('th', { scope: 'row', role: 'rowheader' }, neutralise(fact, { max: 120 })),
    own.map((value, index) =>
      h(
        'td',
        { role: 'cell', 'data-transport': neutralise(names[index] ?? '', { max: 40 }) },
        value === undefined ? h('span', { class: 'dim' }, 'not seen') : h('pre', {}, marked(value, around)),
      ),
    ),
  );
}

/** Where the values part and where they meet again: what lies between is marked. */
function marked(value: string, { head, tail }: { head: number; tail: number }): Child {
  const end = value.length - tail;
  return [
    makeBlock(value.slice(0, head), MAX_VALUE),
    head < end && h('mark', {}, makeBlock(value.slice(head, end), MAX_VALUE)),
    makeBlock(value.slice(end), MAX_VALUE),
  ];
}

/** How much all values have in common at both ends, in UTF-16 code units that halve no character. */
export function findCommonEnds(values: readonly string[]): { head: number; tail: number } {
  const [first = '', ...others] = values;
  const shortest = Math.min(...values.map(({ length }) => length), MAX_VALUE * 4);
  if (others.every((value) => value === first)) return { head: first.length, tail: 0 };
  let head = 0;
  while (head < shortest && others.every((value) => value[head] === first[head])) head += 1;
  let tail = 0;
  while (tail < shortest - head && others.every((value) => value.at(-1 - tail) === first.at(-1 - tail)))
    tail += 1;
  return {
    head: head - Number(isHalf(first, head - 1, 'high')),
    tail: tail - Number(isHalf(first, first.length - tail, 'low')),
  };
}

const isHalf = (text: string, at: number, half: 'high' | 'low'): boolean => {
  const code = text.charCodeAt(at);
  return half === 'high' ? code >= 0xd800 && code < 0xdc00 : code >= 0xdc00 && code < 0xe000;
};

/** Why scenarios, or some of their transports, were not compared. */
function reasonsView(parity: readonly ParityReport[]): Child {
  const reasons = new Map<string, number>();
  for (const { reason, verdict } of parity) {
    if (reason !== undefined && verdict !== 'differs') reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  if (reasons.size === 0) return false;
  return h(
    'details',
    { class: 'reasons' },
    h('summary', {}, 'Not compared, by reason'),
    h(
      'ul',
      {},
      [...reasons]
        .slice(0, 50)
        .map(([reason, cases]) => h('li', {}, `${cases} × ${neutralise(reason, { max: 300 })}`)),
    ),
  );
}
