/** Draws the table of the HTML report that counts verdicts by transport and revision. */
import { countCompared, listRevisions, countRobustness } from '../result/findings.js';
import type { Counts, Result, TransportReport } from '../result/result.js';
import { neutralise } from '../text/neutralise.js';
import { describeAbsence } from '../text/phrases.js';
import { formatFragment } from './filter.js';
import type { Filter } from './filter.js';
import { h, renderUnseen } from './markup.js';
import type { Child, Element } from './markup.js';
import { SIGNS } from './rows.js';
import type { Kind } from './rows.js';
import { renderTableHead } from './table.js';

/** Names come from the target or from a file: they are kept short. */
const label = (text: string): string => neutralise(text, { max: 60 });

/** Roles are said again because a narrow page lays the table out as blocks, which would take them away. */
const ROW = { role: 'row' };
const CELL = { role: 'cell' };

/** A row a transport, a column a revision; every figure leads to the checks behind it. */
export function renderMatrix(result: Result): Element {
  const transports = Object.entries(result.target.transports);
  const revisions = listRevisions(result);
  const colspan = Math.max(1, revisions.length);
  return h(
    'table',
    { class: 'matrix', role: 'table' },
    h('caption', { class: 'unseen' }, 'Requirements by transport, revision and verdict'),
    renderTableHead(['Transport', ...revisions.map(label)]),
    h(
      'tbody',
      { role: 'rowgroup' },
      transports.map(([name, transport]) =>
        h(
          'tr',
          ROW,
          nameCell(name, transport),
          transport.revisions.length === 0
            ? h('td', { ...CELL, colspan, class: 'absent' }, describeAbsence(transport))
            : revisions.map((revision) => cell(result, name, revision)),
        ),
      ),
      robustnessRow(
        result,
        transports.map(([name]) => name),
        revisions,
      ),
      parityRow(result, revisions),
    ),
  );
}

/** Characters of a name that do not wrap. */
const SHORT = 24;

const rowHead = (...children: Child[]): Element => h('th', { scope: 'row', role: 'rowheader' }, ...children);

function nameCell(name: string, { custom, image }: TransportReport): Element {
  return rowHead(
    h('span', { class: name.length > SHORT && 'long' }, label(name)),
    custom && [
      ' ',
      h(
        'span',
        { class: 'tag', title: 'MCP has no standard for this transport; it is judged by a written binding' },
        'custom',
      ),
    ],
    image !== undefined && h('span', { class: 'image' }, neutralise(image, { max: 19 })),
  );
}

const COUNTED = ['pass', 'fail', 'warn', 'not-verified'] as const;

function cell(result: Result, transport: string, revision: string): Element {
  const counts = countsOf(result, transport, revision);
  const data = { ...CELL, 'data-revision': label(revision) };
  if (counts === undefined)
    return h(
      'td',
      { ...data, class: 'none' },
      h('span', { 'aria-hidden': 'true' }, '–'),
      renderUnseen('not offered'),
    );
  const kinds: Kind[] = counts.error > 0 ? [...COUNTED, 'error'] : [...COUNTED];
  const state = counts.error > 0 ? 'error' : counts.fail > 0 ? 'fail' : counts.pass > 0 ? 'pass' : 'none';
  return h(
    'td',
    { ...data, class: state },
    h(
      'span',
      { class: 'counts' },
      kinds.map((kind) => [figure(kind, counts[kind as keyof Counts], { transport, revision }), ' ']),
    ),
    bar(counts),
  );
}

function countsOf(result: Result, transport: string, revision: string): Counts | undefined {
  const row = Object.hasOwn(result.summary, transport) ? result.summary[transport] : undefined;
  return row !== undefined && Object.hasOwn(row, revision) ? row[revision] : undefined;
}

/** A sign, a number and a word; a number that is not 0 leads to what it counts. */
function figure(kind: Kind, count: number, at: Partial<Filter>): Element {
  const { sign, word } = SIGNS[kind];
  const content = [h('span', { 'aria-hidden': 'true' }, `${sign} `), count, renderUnseen(` ${word}`)];
  if (count === 0) return h('span', { class: 'figure zero', title: word }, content);
  const href = formatFragment({
    verdicts: [kind],
    counted: kind !== 'error' && kind !== 'robustness',
    ...at,
  });
  return h('a', { class: `figure ${kind}`, href, title: `${count} ${word}` }, content);
}

/** The same figures as lengths. It says nothing that the figures do not. */
function bar(counts: Counts): Element {
  const parts = (['pass', 'fail', 'error', 'warn', 'not-verified'] as const).filter(
    (kind) => counts[kind] > 0,
  );
  const total = parts.reduce((sum, kind) => sum + counts[kind], 0);
  let from = 0;
  return h(
    'svg',
    { class: 'bar', 'aria-hidden': 'true', width: '100%', height: 4 },
    parts.map((kind) => {
      const width = (counts[kind] / total) * 100;
      const x = from;
      from += width;
      return h('rect', { class: kind, x: `${x.toFixed(2)}%`, width: `${width.toFixed(2)}%`, height: 4 });
    }),
  );
}

function robustnessRow(result: Result, transports: readonly string[], revisions: readonly string[]): Child {
  const sums = revisions.map((revision) => ({ revision, ...countRobustness(result, transports, revision) }));
  if (sums.every(({ held, broken }) => held + broken === 0)) return false;
  return h(
    'tr',
    { ...ROW, class: 'extra' },
    rowHead('robustness', h('span', { class: 'note' }, 'what no sentence demands')),
    sums.map(({ revision, held, broken }) =>
      h(
        'td',
        { ...CELL, 'data-revision': label(revision) },
        h(
          'span',
          { class: 'counts' },
          h(
            'span',
            { class: 'figure', title: 'held' },
            h('span', { 'aria-hidden': 'true' }, '✔ '),
            held,
            renderUnseen(' held'),
          ),
          ' ',
          figure('robustness', broken, { revision }),
        ),
      ),
    ),
  );
}

function parityRow(result: Result, revisions: readonly string[]): Child {
  if (result.parity.length === 0) return false;
  return h(
    'tr',
    { ...ROW, class: 'extra' },
    rowHead('parity', h('span', { class: 'note' }, 'the same on every transport')),
    revisions.map((revision) => {
      const cell = { ...CELL, 'data-revision': label(revision) };
      const compared = countCompared(result, revision);
      if (compared === undefined) return h('td', cell, h('span', { class: 'dim' }, 'not compared'));
      const { same, differs } = compared;
      const content = [
        h('span', { 'aria-hidden': 'true' }, '≠ '),
        differs,
        renderUnseen(differs === 1 ? ' differs' : ' differ'),
      ];
      return h(
        'td',
        cell,
        h(
          'span',
          { class: 'counts' },
          h(
            'span',
            { class: 'figure', title: 'same' },
            h('span', { 'aria-hidden': 'true' }, '= '),
            same,
            renderUnseen(' same'),
          ),
          ' ',
          differs === 0
            ? h('span', { class: 'figure zero', title: 'differ' }, content)
            : h('a', { class: 'figure fail', href: '#parity', title: `${differs} differ` }, content),
        ),
      );
    }),
  );
}

/** What the signs mean, in words, for those that are seen. */
export const renderLegend = (result: Result): Element =>
  h(
    'p',
    { class: 'legend' },
    (['pass', 'fail', 'warn', 'not-verified'] as const).map((kind) => [
      h('span', {}, h('b', { class: kind, 'aria-hidden': 'true' }, SIGNS[kind].sign), ` ${SIGNS[kind].word}`),
      ' ',
    ]),
    result.parity.length > 0 && [
      h('span', {}, h('b', { 'aria-hidden': 'true' }, '='), ' same'),
      ' ',
      h('span', {}, h('b', { 'aria-hidden': 'true' }, '≠'), ' differs'),
      ' ',
    ],
    h('span', {}, h('b', { 'aria-hidden': 'true' }, '~'), ' robustness only'),
    h('span', { class: 'dim' }, 'Figures count requirements, each once.'),
  );
