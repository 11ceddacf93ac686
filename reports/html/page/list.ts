/** The list of checks on the HTML page: drawn in portions, each row filled when it is first opened. */
import type { Result } from '../../result/result.js';
import { renderDetail, renderRow } from '../finding.js';
import { makeBlock, h } from '../markup.js';
import type { Row } from '../rows.js';
import { toDom } from './dom.js';

/** Rows that are drawn at a time: what is not drawn costs nothing. */
const PAGE = 100;
/** Rows that a printed page has at most. */
const PRINTED = 500;
/** Characters that are shown at most of one entry, when somebody asks for all of it. */
const WHOLE = 200_000;

/** The rows that passed the filter. Each is filled when it is opened first. */
export class RowList {
  readonly element = toDom(h('ol', { class: 'rows' })) as HTMLOListElement;
  readonly more = toDom(h('button', { type: 'button', class: 'more' })) as HTMLButtonElement;
  readonly #result: Result;
  readonly #all: readonly Row[];
  readonly #rows = new WeakMap<Element, Row>();
  #shown: readonly Row[] = [];

  constructor(result: Result, all: readonly Row[]) {
    this.#result = result;
    this.#all = all;
    // `toggle` does not bubble, but it can be caught on its way down.
    this.element.addEventListener('toggle', (event) => this.#fill(event.target as Element), true);
    this.more.addEventListener('click', () => this.#draw(PAGE, true));
  }

  show(rows: readonly Row[]): void {
    this.#shown = rows;
    this.element.replaceChildren();
    this.#draw(PAGE, false);
    // Whoever asked for one row wants to read it.
    if (rows.length === 1) this.#open();
  }

  /** Draws and opens everything that is to be printed. */
  expand(): void {
    this.#draw(PRINTED - this.element.children.length, false);
    this.#open();
  }

  /** The whole text of an entry, in the place of its beginning. */
  whole(button: HTMLElement): void {
    const row = this.#rows.get(button.closest('ol.rows > li')!);
    const entry = row?.case.transcript.find(({ entry }) => String(entry) === button.dataset['entry']);
    if (entry === undefined) return;
    const text = toDom(h('pre', { tabindex: -1 }, makeBlock(entry.text, WHOLE))) as HTMLElement;
    button.previousElementSibling?.replaceWith(text);
    button.remove();
    text.focus();
  }

  #draw(count: number, byHand: boolean): void {
    const from = this.element.children.length;
    const items = this.#shown.slice(from, from + count).map((row, index) => {
      const view = renderRow(row, this.#shown[from + index - 1]);
      const item = toDom(h('li', { class: row.kind }, h('details', {}, view))) as HTMLElement;
      this.#rows.set(item, row);
      return item;
    });
    this.element.append(...items);
    if (byHand) items[0]?.querySelector('summary')?.focus();
    const left = this.#shown.length - this.element.children.length;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${Math.min(PAGE, left)} more of ${left}`;
  }

  #open(): void {
    for (const details of this.element.querySelectorAll<HTMLDetailsElement>(':scope > li > details')) {
      details.open = true;
      // The event comes later than a printer or a reader looks.
      this.#fill(details);
    }
  }

  #fill(details: Element): void {
    const row = this.#rows.get(details.parentElement!);
    if (row === undefined || details.children.length > 1) return;
    details.append(toDom(renderDetail(this.#result, row, this.#all, { live: true })));
  }
}
