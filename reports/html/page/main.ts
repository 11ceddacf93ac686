/** The script of the page: draws the list from the result, and keeps list, form and address in step. */
import type { Result } from '../../result/result.js';
import { DEFAULT, filterRows, formatFragment, isFilter, parseFilter } from '../filter.js';
import { h } from '../markup.js';
import { listRows } from '../rows.js';
import type { Row } from '../rows.js';
import { copyCommand } from './copy.js';
import { findById, toDom } from './dom.js';
import { FilterForm } from './form.js';
import { RowList } from './list.js';

const result = JSON.parse(findById('result').textContent ?? '') as Result;
const rows = listRows(result);
const list = new RowList(result, rows);
const form = new FilterForm(rows);
const status = toDom(h('p', { class: 'matches', role: 'status' })) as HTMLElement;
const said = toDom(h('p', { class: 'unseen', 'aria-live': 'polite' })) as HTMLElement;

findById('list').append(form.element, status, said, list.element, list.more);

function show(): void {
  const shown = filterRows(rows, form.filter);
  list.show(shown);
  status.textContent = countOf(shown);
}

function countOf(shown: readonly Row[]): string {
  const requirements = new Set(shown.map(({ id }) => id));
  requirements.delete('');
  if (shown.length === 0) {
    const failed = filterRows(rows, DEFAULT).length > 0;
    return failed ? 'Nothing matches.' : 'Nothing failed and nothing warned.';
  }
  const of = requirements.size === 1 ? '1 requirement' : `${requirements.size} requirements`;
  return `${of} in ${shown.length} of ${rows.length} checks`;
}

/** The address follows the form, without an entry in the history for every key. */
function remember(): void {
  const { pathname, search } = location;
  history.replaceState(null, '', `${pathname}${search}${formatFragment(form.filter)}`);
}

/** A fragment that names a place in the page is no filter: then there is none. */
function restore(): void {
  form.filter = parseFilter(location.hash);
  show();
}

/** Typing outruns drawing only for a moment: the last key counts. */
let pending = 0;
function changed(): void {
  form.release();
  cancelAnimationFrame(pending);
  pending = requestAnimationFrame(() => {
    remember();
    show();
  });
}

form.element.addEventListener('input', changed);
form.element.addEventListener('submit', (event) => event.preventDefault());
form.element.addEventListener('reset', (event) => {
  event.preventDefault();
  form.filter = DEFAULT;
  changed();
});

/** Moves reader and focus to a section without touching the address, which holds the filter. */
function visit(id: string): void {
  const section = document.getElementById(id);
  section?.scrollIntoView();
  section?.focus({ preventScroll: true });
}

document.addEventListener('click', (event) => {
  const target = event.target as Element;
  const link = target.closest('a[href^="#"]');
  const fragment = link?.getAttribute('href') ?? '';
  if (link !== null && !isFilter(fragment)) {
    event.preventDefault();
    visit(fragment.slice(1));
  } else if (link !== null && fragment === location.hash) {
    // No event comes of it, and yet somebody asked.
    restore();
    visit('findings');
  }
  const copy = target.closest<HTMLElement>('button.copy');
  if (copy !== null) void copyCommand(copy, said);
  const whole = target.closest<HTMLElement>('button.whole');
  if (whole !== null) list.whole(whole);
  const entries = target.closest<HTMLElement>('button.entries');
  if (entries !== null) allEntries(entries);
});

/** The focus goes to the table, because the button that had it is gone. */
function allEntries(button: HTMLElement): void {
  const table = button.parentElement!.nextElementSibling as HTMLTableElement;
  table.classList.remove('near');
  button.remove();
  table.tabIndex = -1;
  table.focus({ preventScroll: true });
}

window.addEventListener('hashchange', () => {
  if (isFilter(location.hash)) restore();
  if (location.hash !== '') visit(isFilter(location.hash) ? 'findings' : location.hash.slice(1));
});
window.addEventListener('beforeprint', () => list.expand());
restore();
