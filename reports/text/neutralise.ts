/**
 * Text that a target sent, made harmless for a terminal. `stripVTControlCharacters` and its like keep `\r`, `\b`, NUL
 * and the marks that reorder text, with which a server could rewrite the verdict above it; here everything that a
 * reader cannot see becomes a visible escape.
 */
import { cutText } from '../../adapters/cut.js';

/**
 * Bidirectional controls, zero-width and other invisible format characters, line separators, tags, byte order marks, and
 * what is no character, which XML does not allow either.
 */
const INVISIBLE =
  /[\p{Cf}\p{Noncharacter_Code_Point}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{FE00}-\u{FE0F}\u{E0000}-\u{E0FFF}]|(?! )\p{Zs}/u;

const PLAIN = /^[\x20-\x7e]*$/;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escape = (character: string): string => {
  const code = character.codePointAt(0)!;
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) {
    return NAMED[character] ?? `\\x${code.toString(16).padStart(2, '0')}`;
  }
  if ((code >= 0xd800 && code <= 0xdfff) || INVISIBLE.test(character)) {
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  }
  return character;
};

export interface NeutralOptions {
  /** Characters of the source that are shown at most; the rest is counted. */
  max?: number;
  /** Keep line feeds, for text that is shown as a block. */
  multiline?: boolean;
}

/**
 * A text of several lines as no CI runner takes it for a command. GitHub's takes a line that begins with `::`, whatever blanks
 * stand before it, and `##[` anywhere; that of Azure Pipelines `##vso[`. With one, a server could set the outputs of a
 * step, or end what hides secrets in the log. Always, so that the same result gives the same text everywhere.
 */
export const escapeRunnerCommands = (text: string): string =>
  text
    // Colours may stand before it as well.
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/^((?:[^\S\n]|\u001b\[[\d;]*m)*):(?=:)/gm, '$1<U+3A>')
    .replaceAll(/#(?=#[\w.-]*\[)/g, '<U+23>');

/** Characters of one message of ours; a trace, or the mistakes of a file, may have several lines. */
const MAX_MESSAGE = 8_000;

/** What we say with words of a file, of a command line or of a target in it: harmless for a terminal, and for a runner. */
export const makeHarmless = (text: string): string =>
  escapeRunnerCommands(neutralise(text, { max: MAX_MESSAGE, multiline: true }));

/** Fewer characters are never cut off, where a text may be as long as this. */
const SPARED = 20;
const LONG = 80;

/** Printable text of one line (or several), at most `max` characters of the source, with the cut marked. */
export function neutralise(text: string, options: NeutralOptions = {}): string {
  const { multiline = false } = options;
  const room = options.max ?? 2_000;
  // The mark of a cut takes as much room as it saves.
  const max = room >= LONG && text.length - room < SPARED ? Math.max(room, text.length) : room;
  // Most of what is shown is plain, and then there is nothing to look for.
  if (text.length <= max && PLAIN.test(text)) return text;
  return cutText(text, { head: max }, (whole, from, to) => {
    let shown = '';
    // By code points: lone surrogates come out as themselves.
    for (const character of whole.slice(from, to))
      shown += multiline && character === '\n' ? character : escape(character);
    return shown;
  }).text;
}
