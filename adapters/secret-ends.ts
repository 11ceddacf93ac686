/** Takes away what a cut left of a secret: a text may have been cut before anybody looked for secrets in it. */
import { listViews } from './secret-views.js';

/** Of the shortest part of a secret that counts, in characters: fewer stand in any text. */
const SHORTEST_PART = 6;

/** What stands where `cutText` cut. */
const CUT = /…\[\d+ (?:more (?:characters|bytes)\]|(?:characters|bytes) cut\]…)/g;

/** Half an escape, at the end of what is left. */
const HALF = /(?:\\+(?:u[\da-f]{0,3}|x[\da-f]?)?|%[\da-f]?|&#?\w{0,7})$/i;

/** Characters of one at the start. */
const HALVES = [0, 1, 2, 3, 4, 5, 6];

/**
 * The text without a beginning of a secret before each cut, and without an end of one after it. Its own end may be a cut,
 * too: not everybody leaves a mark.
 */
export function clearCuts(text: string, forms: readonly string[], mark: string): string {
  const marks = [...text.matchAll(CUT)].map(([found]) => found);
  const parts = text.split(CUT);
  return parts
    .map((part, index) => {
      const begun = clearEnd(part, forms, mark);
      const after = index > 0 && marks[index - 1]?.endsWith('…') === true;
      return `${after ? clearStart(begun, forms, mark) : begun}${marks[index] ?? ''}`;
    })
    .join('');
}

function clearEnd(part: string, forms: readonly string[], mark: string): string {
  const starts = [part, part.replace(HALF, '')].flatMap(waysToRead).flatMap(({ text, from }) => {
    const length = longest(forms, (form, size) => text.endsWith(form.slice(0, size)));
    return length === 0 ? [] : [from(text.length - length)];
  });
  return starts.length === 0 ? part : part.slice(0, Math.min(...starts)) + mark;
}

function clearStart(part: string, forms: readonly string[], mark: string): string {
  const ends = waysToRead(part).flatMap(({ text, to }) => {
    const [length, skipped] = HALVES.reduce<[number, number]>(
      (most, skip) => {
        const here = longest(forms, (form, size) => text.startsWith(form.slice(-size), skip));
        return here > most[0] ? [here, skip] : most;
      },
      [0, 0],
    );
    return length === 0 ? [] : [to(skipped + length - 1)];
  });
  return ends.length === 0 ? part : mark + part.slice(Math.max(...ends));
}

interface Reading {
  text: string;
  from: (at: number) => number;
  to: (at: number) => number;
}

const waysToRead = (text: string): Reading[] => [
  { text, from: (at) => at, to: (at) => at + 1 },
  ...listViews(text).map((view) => ({
    text: view.text,
    from: (at: number) => view.from[at] ?? at,
    to: (at: number) => view.to[at] ?? at + 1,
  })),
];

/** How much of a form is there, at the most. */
function longest(forms: readonly string[], isThere: (form: string, size: number) => boolean): number {
  let found = 0;
  for (const form of forms) {
    for (let size = form.length - 1; size > Math.max(found, SHORTEST_PART - 1); size--) {
      if (isThere(form, size)) found = size;
    }
  }
  return found;
}
