/** The form above the list of the HTML report, by which rows are filtered. */
import { DEFAULT } from '../filter.js';
import type { Filter } from '../filter.js';
import { neutralise } from '../../text/neutralise.js';
import { h } from '../markup.js';
import type { Element } from '../markup.js';
import { KINDS, SIGNS } from '../rows.js';
import type { Kind, Row } from '../rows.js';
import { toDom } from './dom.js';

/** What is chosen from a list; `scenario` only ever comes from a link, and is shown to be taken away again. */
const CHOICES = [
  ['level', 'Level', 'any level'],
  ['transport', 'Transport', 'any transport'],
  ['revision', 'Revision', 'any revision'],
  ['group', 'Group', 'any group'],
  ['requirement', 'Requirement', 'any requirement'],
] as const;
type Choice = (typeof CHOICES)[number][0];

/** The controls above the list. They are filled from a filter and read back as one. */
export class FilterForm {
  readonly element: HTMLFormElement;
  /** What stands in the address and has no control: kept until it is reset. */
  #kept: Pick<Filter, 'scenario' | 'counted'> = DEFAULT;

  constructor(rows: readonly Row[]) {
    this.element = toDom(formView(rows)) as HTMLFormElement;
    for (const [name] of CHOICES) this.#select(name).append(...optionsOf(rows, name));
  }

  get filter(): Filter {
    const data = new FormData(this.element);
    const word = (name: string): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    const verdicts = KINDS.filter((kind) => data.getAll('verdict').includes(kind));
    return {
      // None chosen is none ruled out, as with the lists beside it.
      verdicts: verdicts.length > 0 ? verdicts : KINDS,
      level: word('level'),
      transport: word('transport'),
      revision: word('revision'),
      group: word('group'),
      requirement: word('requirement'),
      text: word('text'),
      ...this.#kept,
    };
  }

  set filter(filter: Filter) {
    this.#kept = { scenario: filter.scenario, counted: filter.counted };
    for (const input of this.element.querySelectorAll<HTMLInputElement>('input[name=verdict]')) {
      input.checked = filter.verdicts.includes(input.value as Kind);
    }
    for (const [name] of CHOICES) choose(this.#select(name), filter[name]);
    (this.element.elements.namedItem('text') as HTMLInputElement).value = filter.text;
    const kept = [
      ...(filter.scenario === '' ? [] : [`only the scenario ${filter.scenario}`]),
      ...(filter.counted ? ['only the checks behind one figure of the matrix'] : []),
    ];
    const note = this.element.querySelector('.kept')!;
    note.replaceChildren(toDom(h('span', {}, kept.join(', '))));
  }

  #select(name: Choice): HTMLSelectElement {
    return this.element.elements.namedItem(name) as HTMLSelectElement;
  }

  /** Forgets what has no control: whoever changes a control wants to see more than one figure's checks. */
  release(): void {
    this.#kept = { scenario: '', counted: false };
    this.element.querySelector('.kept')!.replaceChildren();
  }
}

/** A value that no row has stays chosen, so that an address means the same on every result. */
function choose(select: HTMLSelectElement, value: string): void {
  const known = [...select.options].some((option) => option.value === value);
  if (!known) select.append(optionOf(value));
  select.value = value;
}

function formView(rows: readonly Row[]): Element {
  const counts = new Map<Kind, number>();
  for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return h(
    'form',
    { class: 'filter', role: 'search', 'aria-label': 'Filter the checks' },
    h(
      'fieldset',
      {},
      h('legend', { class: 'unseen' }, 'Verdict'),
      // The matrix beside it says 3 where four checks of three requirements failed.
      h('span', { class: 'unit' }, 'Checks:'),
      KINDS.filter((kind) => counts.has(kind)).map((kind) =>
        h(
          'label',
          { class: `chip ${kind}` },
          h('input', { type: 'checkbox', name: 'verdict', value: kind }),
          h(
            'span',
            {},
            h('b', { 'aria-hidden': 'true' }, SIGNS[kind].sign),
            ` ${SIGNS[kind].word} `,
            h('span', { class: 'number' }, counts.get(kind)),
          ),
        ),
      ),
      h('button', { type: 'reset' }, 'Reset'),
    ),
    h(
      'div',
      { class: 'choices' },
      h(
        'label',
        { class: 'text' },
        h('span', {}, 'Text'),
        h('input', {
          type: 'search',
          name: 'text',
          placeholder: 'sentence, id, expected, received',
          autocomplete: 'off',
          spellcheck: 'false',
        }),
      ),
      CHOICES.map(([name, label, any]) =>
        h('label', {}, h('span', {}, label), h('select', { name }, h('option', { value: '' }, any))),
      ),
    ),
    h('p', { class: 'kept' }),
  );
}

/** The value stays as it is, so that it is found again; what is seen of it is harmless. */
const optionOf = (value: string): HTMLOptionElement => new Option(neutralise(value, { max: 80 }), value);

/** Options of one list; from more than this no one chooses. */
const MAX_OPTIONS = 1_000;

function optionsOf(rows: readonly Row[], name: Choice): HTMLOptionElement[] {
  const values = new Set<string>();
  for (const row of rows) values.add(valueOf(row, name) ?? '');
  values.delete('');
  return [...values].sort().slice(0, MAX_OPTIONS).map(optionOf);
}

function valueOf({ id, case: one, requirement }: Row, name: Choice): string | undefined {
  if (name === 'requirement') return id;
  if (name === 'transport' || name === 'revision') return one[name];
  return requirement?.[name];
}
