/**
 * Text of others inside Markdown. A code span is the one place where nothing means anything: no HTML, no emphasis, no
 * links, no mentions of people, no references to issues. So whatever is not a plain word stands in one.
 */
import { neutralise } from '../text/neutralise.js';

export interface CodeOptions {
  /** Characters that are shown at most. */
  max?: number;
  /** In a cell of a table, where a bar would end the cell whatever is around it. */
  cell?: boolean;
}

/** A code span of one line. */
export function formatCode(text: string, { max = 300, cell = false }: CodeOptions = {}): string {
  const shown = neutralise(text, { max });
  const safe = cell ? shown.replaceAll('|', '<U+7C>') : shown;
  if (safe.trim() === '') return '`""`';
  const marks = '`'.repeat(longestRun(safe) + 1);
  const pad = /^[ `]|[ `]$/.test(safe) ? ' ' : '';
  return `${marks}${pad}${safe}${pad}${marks}`;
}

const longestRun = (text: string): number =>
  Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));

/** A block of code; each line already neutral. */
export function formatCodeBlock(lines: readonly string[]): string {
  const marks = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return `${marks}text\n${lines.join('\n')}\n${marks}`;
}

/** Words that mean nothing to Markdown, with the punctuation that may stand around them. Hex of any length is none: it could name a commit. */
const WORD = /^[("“]*\p{L}[\p{L}’']*(?:-\p{L}[\p{L}’']*)*[)”".,;:!?]*$|^\d{1,6}[,.;:)]?$/u;
const HEX = /\b[\da-f]{7,}/i;

/** A sentence: plain words stay plain, everything else stands in code spans. */
export function formatProse(text: string, options: CodeOptions = {}): string {
  const { max = 300 } = options;
  return neutralise(text, { max })
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => proseWord(word, options))
    .join(' ');
}

function proseWord(word: string, options: CodeOptions): string {
  if (WORD.test(word) && !HEX.test(word)) return word;
  // The punctuation of the sentence stays outside, as do backticks that are there already.
  const [, before = '', inner = '', after = ''] = /^([("“]*)(.*?)([)”".,;:!?]*)$/u.exec(word) ?? [];
  const [, quoted = inner] = /^`([^`]+)`$/.exec(inner) ?? [];
  const span = { ...options, max: 1_000 };
  return inner === '' ? formatCode(word, span) : `${before}${formatCode(quoted, span)}${after}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '@': '&#64;',
};

/** `<code>`, for where Markdown is not read: within the `<summary>` of a block. */
export const formatHtmlCode = (text: string, max = 120): string =>
  `<code>${neutralise(text, { max }).replaceAll(/[&<>"'@]/g, (character) => ENTITIES[character] ?? '')}</code>`;

/** A link to the source of a requirement; nothing where the result holds something else than a plain https URL. */
export const formatSourceLink = (url: string): string =>
  /^https:\/\/[\w.-]+(?:\/[\w./-]*)?(?:#[\w./-]*)?$/.test(url) && url.length < 400
    ? ` ([source](${url}))`
    : '';

export interface Section {
  heading?: string;
  items: readonly string[];
  /** Between the items. */
  between?: string;
  /** What stands before and after the items. */
  before?: string;
  after?: string;
  /** Share of the room that is left which this section may take. */
  share: number;
  /** What its items are, for saying how many were left out. */
  what: string;
}

/** Sections one after another within `room` bytes; what does not fit is left out, and what was is said. */
export function fitSections(sections: readonly Section[], room: number): { text: string; cut: string[] } {
  const blocks: string[] = [];
  const cut: string[] = [];
  let left = room;
  for (const { heading, items, between = '\n\n', before, after, share, what } of sections) {
    if (items.length === 0) continue;
    const frame = [heading, before, after].filter((part) => part !== undefined);
    let own = left * share - frame.reduce((sum, part) => sum + Buffer.byteLength(part) + 4, 0);
    const kept: string[] = [];
    for (const item of items) {
      own -= Buffer.byteLength(item) + between.length;
      if (own < 0) break;
      kept.push(item);
    }
    if (kept.length < items.length) cut.push(`${items.length - kept.length} ${what}`);
    if (kept.length === 0) continue;
    const inner = `${before === undefined ? '' : `${before}\n`}${kept.join(between)}${after === undefined ? '' : `\n\n${after}`}`;
    const block = heading === undefined ? inner : `${heading}\n\n${inner}`;
    left -= Buffer.byteLength(block) + 2;
    blocks.push(block);
  }
  return { text: blocks.join('\n\n'), cut };
}
