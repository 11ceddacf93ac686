/**
 * Finds the user's secrets in what a target says. A target rarely echoes a secret as it is: it stands in JSON, in a URL, in
 * a header. So every occurrence counts, in each form that programs commonly give to text.
 */
import {
  cutText,
  readText,
  findWholeAfter,
  findWholeBefore,
  type Cut,
  type Keep,
  type Source,
} from './cut.js';
import { clearCuts } from './secret-ends.js';
import { listViews, type View } from './secret-views.js';

/** What stands where a secret was. */
const MARK = '[redacted]';
/** Characters of the shortest secret: what is shorter (`on`, `80`) stands in every text. */
const SHORTEST = 4;
/** Of the shortest whose Base64 is looked for: of fewer, as few as five characters are left, which any text may hold. */
const SHORTEST_ENCODED = 8;
/** Of the shortest line that counts on its own, where a secret (a key in PEM) has several: they are seen one by one. */
const SHORTEST_LINE = 8;
/** Of the longest piece that is looked for at once. It bounds the patterns, and how much has to be read around a cut. */
const PIECE = 256;
/** Backslashes that JSON within JSON puts before a character: enough for three levels. */
const ESCAPES = 8;
/** Bytes that one UTF-16 unit takes at most: the backslashes, and `u12ab`; or three bytes of UTF-8, in a URL in a URL. */
const WIDEST = 16;
/** Characters of a text that are read at a time in all ways: what is longer goes by parts, that overlap. */
const PART = 256 * 1024;

type Range = readonly [from: number, to: number];

interface Piece {
  /** Forms that are looked for letter by letter: the piece itself, and its Base64. */
  readonly forms: readonly string[];
  /** The piece with any of its characters escaped, for JSON or for a URL. */
  readonly escaped: RegExp;
  /** All of it, in whatever case. */
  readonly folded: RegExp;
}

const known = new WeakMap<readonly string[], Secrets>();

export class Secrets {
  /** Bytes (or characters) that have to be read beyond a cut, so that what lies across it is found. */
  readonly margin: number;
  readonly #pieces: readonly Piece[];

  constructor(secrets: readonly string[] = []) {
    const all = secrets.flatMap((secret) => [secret, ...linesOf(secret)]);
    const pieces = [...new Set(all)].filter(({ length }) => length >= SHORTEST).flatMap(piecesOf);
    this.#pieces = pieces.map(pieceOf);
    const longest = Math.max(0, ...pieces.map(({ length }) => length));
    this.margin = longest === 0 ? 0 : longest * WIDEST + 4;
  }

  /** The same list always gives the same object: a run has one list, and a connection for every case. */
  static of(secrets: readonly string[]): Secrets {
    const before = known.get(secrets);
    if (before !== undefined) return before;
    const made = new Secrets(secrets);
    known.set(secrets, made);
    return made;
  }

  /** Whether there is none to look for. */
  get none(): boolean {
    return this.#pieces.length === 0;
  }

  /** Whether a text holds one, in whatever form. */
  isIn(text: string): boolean {
    return this.#find(text).length > 0;
  }

  redact(text: string): string {
    if (this.none) return text;
    return show(text, this.#find(text), 0, text.length);
  }

  /** A text that was cut by somebody who knew of no secrets: without what is left of one there, too. */
  redactCut(text: string): string {
    if (this.none) return text;
    return clearCuts(
      this.redact(text),
      this.#pieces.flatMap(({ forms }) => forms),
      MARK,
    );
  }

  /** A name whose case nobody keeps, such as that of a header. */
  redactName(name: string): string {
    if (this.none) return name;
    const folded = this.#pieces.flatMap(({ folded }) => matches(name, folded));
    return show(name, merged([...folded, ...this.#find(name)]), 0, name.length);
  }

  /**
   * What lies between two places, redacted as if nothing were cut: half a secret is one, too. Like a `slice` it counts from
   * the end where a place is below 0; a character that the cut would halve is left out.
   */
  slice(source: Source, start: number, end = source.length): string {
    const { length } = source;
    if (start === 0 && end >= length) return this.redact(readText(source, 0, length));
    const from = findWholeAfter(source, start < 0 ? Math.max(0, length + start) : Math.min(start, length));
    const to = end >= length ? length : findWholeBefore(source, end);
    if (from === 0 && to === length) return this.redact(readText(source, from, to));
    const left = Math.max(0, from - this.margin);
    const window = readText(source, left, to + this.margin);
    const lead = readText(source, left, from).length;
    return show(window, this.#find(window), lead, lead + readText(source, from, to).length);
  }

  /** As `cutText`, without secrets. */
  cut(source: Source, keep: Keep): Cut {
    return cutText(source, keep, (whole, from, to) => this.slice(whole, from, to));
  }

  /** Where a text that goes on may be cut at the latest, so that no secret lies across, whatever comes after it. */
  border(text: string): number {
    const latest = Math.max(0, text.length - this.margin);
    const across = this.#find(text).find(([from, to]) => from < latest && latest < to);
    return across?.[0] ?? latest;
  }

  #find(text: string): Range[] {
    if (this.#pieces.length === 0) return [];
    const found = this.#findIn(text);
    for (let at = 0; at < text.length; at += PART) {
      const part = text.slice(at, at + PART + this.margin);
      for (const view of listViews(part)) {
        for (const [from, to] of this.#findForms(view.text)) found.push(placeIn(view, from, to, at));
      }
    }
    return merged(found);
  }

  #findIn(text: string): Range[] {
    const escaped = /[\\%+]/.test(text) ? this.#pieces.flatMap((one) => matches(text, one.escaped)) : [];
    return [...this.#findForms(text), ...escaped];
  }

  #findForms(text: string): Range[] {
    return this.#pieces.flatMap(({ forms }) => forms.flatMap((form) => places(text, form)));
  }
}

/** What lies between `from` and `to`, with a mark for every range, and for the part of it that is inside. */
function show(text: string, ranges: readonly Range[], from: number, to: number): string {
  let shown = '';
  let at = from;
  for (const [start, end] of ranges) {
    if (end <= from || start >= to) continue;
    shown += text.slice(at, Math.max(at, start)) + MARK;
    at = Math.min(end, to);
  }
  return shown + text.slice(at, to);
}

const placeIn = ({ from: starts, to: ends }: View, from: number, to: number, before: number): Range => [
  before + (starts[from] ?? 0),
  before + (ends[to - 1] ?? 0),
];

/** In their order; those that overlap become one. */
function merged(ranges: Range[]): Range[] {
  const all: [number, number][] = [];
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last !== undefined && from < last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}

/** Occurrences that overlap are found as well: the end of one may be all that is left of another. */
function places(text: string, form: string): Range[] {
  const found: Range[] = [];
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1))
    found.push([at, at + form.length]);
  return found;
}

function matches(text: string, pattern: RegExp): Range[] {
  const found: Range[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found.push([match.index, match.index + match[0].length]);
    pattern.lastIndex = match.index + 1;
  }
  return found;
}

const linesOf = (secret: string): string[] =>
  /[\r\n]/.test(secret) ? secret.split(/[\r\n]+/).filter(({ length }) => length >= SHORTEST_LINE) : [];

/** A long secret in pieces of about the same length, each of them long enough to be no common text. */
function piecesOf(secret: string): string[] {
  const characters = Array.from(secret);
  const size = Math.ceil(characters.length / Math.ceil(characters.length / PIECE));
  const count = Math.ceil(characters.length / size);
  return Array.from({ length: count }, (_, index) =>
    characters.slice(index * size, (index + 1) * size).join(''),
  );
}

function pieceOf(piece: string): Piece {
  const forms = new Set([piece]);
  // What a reader makes of UTF-8 who takes it for Latin-1, as header fields are read.
  forms.add(Buffer.from(piece).toString('latin1'));
  // As forms are encoded.
  forms.add(piece.replaceAll(' ', '+'));
  for (const text of new Set([piece, JSON.stringify(piece).slice(1, -1), encodeForUrl(piece)]))
    for (const form of encoded(text)) forms.add(form);
  const escaped = pattern(piece);
  const once = piece.length >= SHORTEST_ENCODED ? base64(piece) : [];
  return {
    forms: [...forms],
    escaped: new RegExp(escaped, 'g'),
    folded: new RegExp([escaped, ...once.map(verbatim)].join('|'), 'gi'),
  };
}

/** Half a character has no form in a URL. */
const encodeForUrl = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\ufffd'));

/** The bytes of a text as hex and as numbers, and its Base64, also twice. */
function encoded(text: string): string[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString('hex');
  const once = text.length >= SHORTEST_ENCODED ? base64(text) : [];
  return [hex, hex.toUpperCase(), bytes.join(','), ...once, ...once.flatMap(base64)];
}

/**
 * Base64 and base64url, whole, and from within a longer text (`user:secret`): three bytes are four characters, so there are
 * three ways to begin. Characters that hold bits of what stands before or after are left out.
 */
function base64(piece: string): string[] {
  const bytes = Buffer.from(piece);
  const inner = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return text.slice([0, 2, 3][before], Math.floor(((before + bytes.length) * 8) / 6));
  });
  const forms = [bytes.toString('base64'), ...inner];
  return [
    ...forms,
    ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')),
  ];
}

/** `\b` and its like, and what may be escaped by a backslash alone. */
const SHORT: Readonly<Record<string, string>> = { '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't' };

/** Each character as it is, as JSON may write it (at several levels), or as a URL does. */
function pattern(piece: string): string {
  const parts: string[] = [];
  for (const [run] of piece.matchAll(/\\+|[^\\]/gsu))
    parts.push(run.startsWith('\\') ? backslashes(run.length) : character(run));
  return parts.join('');
}

/** As a run, because how many there are for each depends on the level. */
const backslashes = (count: number): string =>
  `(?:\\\\{${count},${count * ESCAPES}}|(?:\\\\{1,${ESCAPES}}u005[cC]){${count}}|(?:%5[cC]){${count}})`;

function character(one: string): string {
  const plain = /["/]/.test(one) ? `\\\\{0,${ESCAPES}}${verbatim(one)}` : verbatim(one);
  const short = SHORT[one];
  const hex = unitsOf(one).map((unit) => `\\\\{1,${ESCAPES}}u${anyCase(unit)}`);
  const percent = [...Buffer.from(one)].map((byte) => `%${anyCase(byte.toString(16).padStart(2, '0'))}`);
  return `(?:${[
    plain,
    ...(short === undefined ? [] : [`\\\\{1,${ESCAPES}}${short}`]),
    hex.join(''),
    percent.join(''),
    // As forms are encoded.
    ...(one === ' ' ? ['\\+'] : []),
  ].join('|')})`;
}

const unitsOf = (text: string): string[] =>
  Array.from({ length: text.length }, (_, index) => text.charCodeAt(index).toString(16).padStart(4, '0'));

const anyCase = (hex: string): string =>
  hex.replaceAll(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

const verbatim = (text: string): string =>
  unitsOf(text)
    .map((unit) => `\\u${unit}`)
    .join('');
