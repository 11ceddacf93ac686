/** The messages of one case in the HTML report, with those marked that a check cites. */
import type { CaseReport, EntryReport } from '../result/result.js';
import { neutralise } from '../text/neutralise.js';
import { makeBlock, h, renderUnseen } from './markup.js';
import type { Child, Element } from './markup.js';

export interface ViewOptions {
  /** Whether the script of the page is there: buttons are drawn, and more can be shown later. */
  live: boolean;
}

/** Entries that are drawn beside those that a check cites; without the script of the page only the latter are. */
const MAX_ENTRIES = 200;
/** Characters that are shown of an entry at first: of one that is cited, of any other. */
const CITED = 2_000;
const OTHER = 240;

/** Entries around a cited one that are seen at first; fewer than this many others are not worth hiding. */
const NEAR = 2;
const WORTH_HIDING = 4;

/** The conversation of a case, with what the check was read from marked. */
export function renderTranscript(one: CaseReport, cited: ReadonlySet<number>, options: ViewOptions): Child {
  if (one.transcript.length === 0) return false;
  const shown = one.transcript.filter(
    (entry, index) => (options.live && index < MAX_ENTRIES) || cited.has(entry.entry),
  );
  if (shown.length === 0) return false;
  const far = options.live ? farFrom(shown, cited) : new Set<EntryReport>();
  const left = one.transcript.length - shown.length;
  const length = one.transcript.length === 1 ? '1 entry' : `${one.transcript.length} entries`;
  return [
    h(
      'p',
      { class: 'above' },
      h('b', {}, `Transcript, ${length}`),
      cited.size > 0 && h('span', { class: 'dim' }, ' · marked: what the verdict was read from'),
      left > 0 && h('span', { class: 'dim' }, ` · ${left} more are in the result`),
      ' ',
      far.size > 0 && h('button', { type: 'button', class: 'entries' }, `Show all ${shown.length} entries`),
    ),
    h(
      'table',
      { class: far.size > 0 ? 'transcript near' : 'transcript', role: 'table' },
      h('caption', { class: 'unseen' }, 'Transcript'),
      h(
        'thead',
        { role: 'rowgroup' },
        h(
          'tr',
          { role: 'row' },
          ['#', 'Time', 'Direction', 'Channel', 'Text'].map((name) =>
            h('th', { scope: 'col', role: 'columnheader' }, name),
          ),
        ),
      ),
      h(
        'tbody',
        { role: 'rowgroup' },
        shown.map((entry) =>
          entryView(entry, { cited: cited.has(entry.entry), far: far.has(entry) }, options),
        ),
      ),
    ),
  ];
}

/** What is away from everything that is cited: an opening handshake, mostly. */
function farFrom(entries: readonly EntryReport[], cited: ReadonlySet<number>): Set<EntryReport> {
  const at = entries.flatMap(({ entry }, index) => (cited.has(entry) ? [index] : []));
  const far = entries.filter((_, index) => at.every((one) => Math.abs(one - index) > NEAR));
  return new Set(at.length > 0 && far.length >= WORTH_HIDING ? far : []);
}

const DIRECTIONS = {
  out: { sign: '→', word: 'sent' },
  in: { sign: '←', word: 'received' },
  note: { sign: '·', word: 'note' },
} as const;

function entryView(
  entry: EntryReport,
  { cited, far }: { cited: boolean; far: boolean },
  options: ViewOptions,
): Element {
  const { sign, word } = DIRECTIONS[entry.direction];
  const cell = (...children: Child[]): Element => h('td', { role: 'cell' }, ...children);
  return h(
    'tr',
    { role: 'row', class: `${entry.direction}${cited ? ' cited' : ''}${far ? ' far' : ''}` },
    cell(entry.entry, cited && renderUnseen(' cited')),
    cell(`${entry.ms.toFixed(1)} ms`),
    cell(h('span', { 'aria-hidden': 'true' }, sign), ` ${word}`),
    cell(neutralise(entry.channel, { max: 60 })),
    cell(bindingView(entry.binding), textView(entry, cited ? CITED : OTHER, options)),
  );
}

/** What comes before the headers: the request line, the status. */
const isFirst = (name: string): boolean => name.startsWith(':');
const MAX_HEADERS = 60;

function bindingView(binding: EntryReport['binding']): Child {
  const all = Object.entries(binding ?? {}).slice(0, MAX_HEADERS);
  const first = all.filter(([name]) => isFirst(name)).map(([, value]) => neutralise(value, { max: 200 }));
  const rest = all.filter(([name]) => !isFirst(name));
  return [
    first.length > 0 && h('span', { class: 'first' }, first.join(' ')),
    rest.length > 0 &&
      h(
        'details',
        { class: 'headers' },
        h('summary', {}, rest.length === 1 ? '1 header' : `${rest.length} headers`),
        h(
          'pre',
          {},
          rest
            .map(([name, value]) => `${neutralise(name, { max: 80 })}: ${neutralise(value, { max: 400 })}`)
            .flatMap((line) => [line, h('br')]),
        ),
      ),
  ];
}

function textView(entry: EntryReport, max: number, { live }: ViewOptions): Child {
  if (entry.text === '' && entry.truncated === 0) return false;
  const more = entry.text.length > max;
  return [
    h('pre', {}, makeBlock(entry.text, max)),
    more &&
      live &&
      h(
        'button',
        { type: 'button', class: 'whole', 'data-entry': entry.entry },
        `Show all ${entry.text.length} characters`,
      ),
    entry.truncated > 0 &&
      h(
        'p',
        { class: 'dim' },
        `${entry.truncated} bytes were cut from this entry`,
        entry.sha256 !== undefined && [
          ', SHA-256 of the whole ',
          h('code', {}, neutralise(entry.sha256, { max: 64 })),
        ],
      ),
  ];
}
