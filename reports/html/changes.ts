import type { Change, Comparison } from '../result/compare.js';
import { checksIn, heading, notRunLine, seconds, transition } from '../matrix/comparison.js';
import { neutral } from '../text/neutralise.js';
import { fragmentOf } from './filter.js';
import { KINDS } from './rows.js';
import { h } from './markup.js';
import type { Child } from './markup.js';
import { MAX_ROWS, rest, table } from './table.js';

/** Places of one change that are named. */
const MAX_PLACES = 5;

type Place = Change['cases'][number];

/** What changed since an earlier result, worst first; a place leads to its checks, as they are now. */
export function changesView(comparison: Comparison | undefined): Child {
  if (comparison === undefined) return false;
  const { broken, fixed, gone, slower, parity, notes } = comparison;
  const added = comparison.new;
  const lists: [sign: string, word: string, changes: Change[]][] = [
    ['✘', 'broken', broken],
    // What is new and passes is counted, not listed.
    ['+', 'new', added.filter(({ after }) => after !== 'pass')],
    ['✔', 'fixed', fixed],
    ['−', 'gone', gone],
  ];
  const rows: Child[][] = [
    ...parity.map(({ change, scenario, revision }) => [
      change === 'broken' ? '≠ differs now' : '= the same now',
      neutral(scenario, { max: 120 }),
      '',
      neutral(revision, { max: 20 }),
    ]),
    ...lists.flatMap(([sign, word, changes]) =>
      changes.map((one) => [
        `${sign} ${word}`,
        h('code', {}, neutral(one.requirement, { max: 120 })),
        transition(one),
        places(one.cases, word === 'gone' ? undefined : one.requirement),
      ]),
    ),
    ...slower.map(({ beforeMs, afterMs, ...one }) => [
      'slower',
      neutral(one.scenario, { max: 120 }),
      `${seconds(beforeMs)} → ${seconds(afterMs)}`,
      places([one], ''),
    ]),
  ];
  const tally = [
    `✘ broken ${checksIn(broken)}`,
    `✔ fixed ${checksIn(fixed)}`,
    `+ new ${checksIn(added)}`,
    `− gone ${checksIn(gone)}`,
    `slower ${slower.length}`,
    ...(comparison.notRun === 0 ? [] : [notRunLine(comparison)]),
  ];
  return h(
    'section',
    { id: 'changes', tabindex: -1, 'aria-labelledby': 'changes-title' },
    h('h2', { id: 'changes-title' }, 'Changes'),
    h('p', { class: 'lead' }, `${heading(comparison)}: ${tally.join(' · ')}`),
    notes.map((note) => h('p', { class: 'banner' }, neutral(note, { max: 300 }))),
    rows.length > 0 && table('Changes', ['Change', 'What', 'From', 'Where'], rows.slice(0, MAX_ROWS)),
    rest(rows.length),
  );
}

/** Without a requirement there is nothing to lead to. */
function places(cases: readonly Place[], requirement: string | undefined): Child {
  const more = cases.length - MAX_PLACES;
  return h(
    'ul',
    { class: 'places' },
    cases.slice(0, MAX_PLACES).map((one) => {
      const name = neutral(`${one.transport} ${one.revision} ${one.scenario}`, { max: 160 });
      const { transport, revision, scenario } = one;
      const filter = { verdicts: KINDS, transport, revision, scenario, requirement: requirement ?? '' };
      return h('li', {}, requirement === undefined ? name : h('a', { href: fragmentOf(filter) }, name));
    }),
    more > 0 && h('li', {}, `and ${more} more`),
  );
}
