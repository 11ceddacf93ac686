import type { Change, Comparison } from '../result/compare.js';
import {
  countChecks,
  formatHeading,
  formatNotRun,
  formatSeconds,
  formatTransition,
} from '../matrix/comparison.js';
import { neutralise } from '../text/neutralise.js';
import { formatFragment } from './filter.js';
import { KINDS } from './rows.js';
import { h } from './markup.js';
import type { Child } from './markup.js';
import { MAX_ROWS, renderRest, renderTable } from './table.js';

/** Places of one change that are named. */
const MAX_PLACES = 5;

type Place = Change['cases'][number];

/** What changed since an earlier result, worst first; a place leads to its checks, as they are now. */
export function renderChanges(comparison: Comparison | undefined): Child {
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
      neutralise(scenario, { max: 120 }),
      '',
      neutralise(revision, { max: 20 }),
    ]),
    ...lists.flatMap(([sign, word, changes]) =>
      changes.map((one) => [
        `${sign} ${word}`,
        h('code', {}, neutralise(one.requirement, { max: 120 })),
        formatTransition(one),
        places(one.cases, word === 'gone' ? undefined : one.requirement),
      ]),
    ),
    ...slower.map(({ beforeMs, afterMs, ...one }) => [
      'slower',
      neutralise(one.scenario, { max: 120 }),
      `${formatSeconds(beforeMs)} → ${formatSeconds(afterMs)}`,
      places([one], ''),
    ]),
  ];
  const tally = [
    `✘ broken ${countChecks(broken)}`,
    `✔ fixed ${countChecks(fixed)}`,
    `+ new ${countChecks(added)}`,
    `− gone ${countChecks(gone)}`,
    `slower ${slower.length}`,
    ...(comparison.notRun === 0 ? [] : [formatNotRun(comparison)]),
  ];
  return h(
    'section',
    { id: 'changes', tabindex: -1, 'aria-labelledby': 'changes-title' },
    h('h2', { id: 'changes-title' }, 'Changes'),
    h('p', { class: 'lead' }, `${formatHeading(comparison)}: ${tally.join(' · ')}`),
    notes.map((note) => h('p', { class: 'banner' }, neutralise(note, { max: 300 }))),
    rows.length > 0 && renderTable('Changes', ['Change', 'What', 'From', 'Where'], rows.slice(0, MAX_ROWS)),
    renderRest(rows.length),
  );
}

/** Without a requirement there is nothing to lead to. */
function places(cases: readonly Place[], requirement: string | undefined): Child {
  const more = cases.length - MAX_PLACES;
  return h(
    'ul',
    { class: 'places' },
    cases.slice(0, MAX_PLACES).map((one) => {
      const name = neutralise(`${one.transport} ${one.revision} ${one.scenario}`, { max: 160 });
      const { transport, revision, scenario } = one;
      const filter = { verdicts: KINDS, transport, revision, scenario, requirement: requirement ?? '' };
      return h('li', {}, requirement === undefined ? name : h('a', { href: formatFragment(filter) }, name));
    }),
    more > 0 && h('li', {}, `and ${more} more`),
  );
}
