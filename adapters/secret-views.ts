/** Reads a text as those would who undo what programs do to it: escapes of JSON, HTML and URLs, and broken lines. */

/** A text that was read in another way, and where each of its characters stands in the text that it was read from. */
export interface View {
  readonly text: string;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** How often a text is unescaped at most: what is escaped more often than that is no accident. */
const LEVELS = 3;

/** The characters U+00A0 to U+00FF by their names in HTML, in order. */
const LATIN =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

const NAMES = new Map<string, string>([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['euro', '€'],
  ...LATIN.split(' ').map((name, index): [string, string] => [name, String.fromCharCode(0xa0 + index)]),
]);

const SHORT: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** One escape of any kind. Bytes of a URL that are one character in UTF-8 belong together. */
const ESCAPE =
  /\\(?:u([\da-f]{4})|x([\da-f]{2})|(["\\/bfnrt]))|&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}\d{0,2}));?|%[0-7][\da-f]|%[c-f][\da-f](?:%[89ab][\da-f]){1,3}|%[89ab][\da-f]/gi;

/** A break of a line, escaped or not, and the spaces around it. */
const BREAK = /[ \t]{0,8}(?:[\r\n]|\\{1,8}[rn]|%0[ad])+[ \t]{0,8}/gi;

/** The other ways to read a text: unescaped again and again, and each of them without the breaks of its lines. */
export function listViews(text: string): View[] {
  const views: View[] = [];
  let whole: View | undefined;
  for (let level = 0; level <= LEVELS; level++) {
    if (level > 0) {
      whole = rewrite(whole ?? text, ESCAPE, unescape);
      if (whole === undefined) break;
      views.push(whole);
    }
    const joined = rewrite(whole ?? text, BREAK, () => '');
    if (joined !== undefined) views.push(joined);
  }
  return views;
}

function unescape([escape, unicode, byte, short, decimal, hex, name]: RegExpExecArray): string | undefined {
  if (unicode !== undefined || byte !== undefined)
    return String.fromCharCode(Number.parseInt(unicode ?? byte ?? '', 16));
  if (short !== undefined) return SHORT[short] ?? short;
  if (name !== undefined) return NAMES.get(name);
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  if (!Number.isNaN(code)) return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
  return Buffer.from(escape.replaceAll('%', ''), 'hex').toString();
}

/** `undefined` where nothing is replaced. */
function rewrite(
  before: View | string,
  pattern: RegExp,
  replace: (match: RegExpExecArray) => string | undefined,
): View | undefined {
  const source = typeof before === 'string' ? before : before.text;
  pattern.lastIndex = 0;
  let match = pattern.exec(source);
  if (match === null) return undefined;
  const places = typeof before === 'string' ? undefined : before;
  const from = new Uint32Array(source.length);
  const to = new Uint32Array(source.length);
  let [text, length, at] = ['', 0, 0];
  const keep = (end: number): void => {
    text += source.slice(at, end);
    for (; at < end; at++, length++) {
      from[length] = places?.from[at] ?? at;
      to[length] = places?.to[at] ?? at + 1;
    }
  };
  for (; match !== null; match = pattern.exec(source)) {
    const instead = replace(match);
    if (instead === undefined) continue;
    keep(match.index);
    const end = match.index + match[0].length;
    text += instead;
    for (let unit = 0; unit < instead.length; unit++, length++) {
      from[length] = places?.from[match.index] ?? match.index;
      to[length] = places?.to[end - 1] ?? end;
    }
    at = end;
  }
  keep(source.length);
  return text === source ? undefined : { text, from, to };
}
