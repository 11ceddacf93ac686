/** Plain tables of the HTML report, cut at a number of rows and labelled for screen readers. */
import { h } from './markup.js';
import type { Child, Element } from './markup.js';

/** Rows of one table; the rest is counted. */
export const MAX_ROWS = 200;

export const renderRest = (count: number): Child =>
  count > MAX_ROWS && h('p', {}, `… and ${count - MAX_ROWS} more`);

export const renderTableHead = (heads: readonly string[]): Element =>
  h(
    'thead',
    { role: 'rowgroup' },
    h(
      'tr',
      { role: 'row' },
      heads.map((name) => h('th', { scope: 'col', role: 'columnheader' }, name)),
    ),
  );

/** Its roles are said, because on a narrow page its cells are no longer laid out as a table. */
export const renderTable = (caption: string, heads: readonly string[], rows: readonly Child[][]): Element =>
  h(
    'table',
    { class: 'plain', role: 'table' },
    h('caption', { class: 'unseen' }, caption),
    renderTableHead(heads),
    h(
      'tbody',
      { role: 'rowgroup' },
      rows.map((cells) =>
        h(
          'tr',
          { role: 'row' },
          cells.map((cell) => h('td', { role: 'cell' }, cell)),
        ),
      ),
    ),
  );
