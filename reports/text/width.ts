/** Columns of a terminal, which are not characters: a Chinese one takes two, and a colour none. */
import stringWidth from 'string-width';

/** Columns that a text takes on a terminal. */
export const measureWidth = (text: string): number => stringWidth(text);

/** The text with blanks after it, so that it takes as many columns at least. */
export const padToWidth = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - measureWidth(text)));

const characters = new Intl.Segmenter();

/** As much of one line without colours as fits in so many columns, without a mark: for a display that is drawn anew at once. */
export function cutToWidth(line: string, columns: number): string {
  if (measureWidth(line) <= columns) return line;
  let shown = '';
  let width = 0;
  for (const { segment } of characters.segment(line)) {
    width += measureWidth(segment);
    if (width > columns) break;
    shown += segment;
  }
  return shown;
}
