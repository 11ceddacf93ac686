/** Finds what keeps a JSON text from being hashed: duplicate names in an object, or too deep nesting. */
import { endOfString } from '../../adapters/json-string.js';

/** Deeper than anything that a run writes, and far from where a function that calls itself runs out of stack. */
const MAX_DEPTH = 500;

const [QUOTE, COMMA, COLON] = [0x22, 0x2c, 0x3a];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** An object or an array that is open; `names` are those that an object has so far. */
interface Open {
  names: Set<string> | null;
  /** Where in it the scan is: a name, or how many commas came. */
  at: string | number;
}

/**
 * Why a hash of the canonical form (RFC 8785) cannot speak for a JSON text: a name stands twice in one object, which I-JSON
 * forbids, because readers differ in which of the two they take, and one file would say two things. Or it is nested so
 * deep that what walks through it would run out of stack. `undefined`: neither.
 */
export function explainNotHashed(text: string): string | undefined {
  const open: Open[] = [];
  let inside: Open | undefined;
  // Whether the next string is a name.
  let name = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        if (name && inside?.names) {
          inside.at = stringAt(text, at, end);
          if (inside.names.has(inside.at))
            return `a name stands there twice, which I-JSON forbids: ${pointer(open)}`;
          inside.names.add(inside.at);
        }
        at = end;
        break;
      }
      case COLON:
        name = false;
        break;
      case COMMA:
        if (inside?.names) name = true;
        else if (typeof inside?.at === 'number') inside.at += 1;
        break;
      case OPEN_OBJECT:
      case OPEN_ARRAY: {
        name = text.charCodeAt(at) === OPEN_OBJECT;
        inside = { names: name ? new Set() : null, at: name ? '' : 0 };
        if (open.push(inside) > MAX_DEPTH)
          return `it is nested deeper than ${MAX_DEPTH}: ${pointer(open.slice(0, 8))}…`;
        break;
      }
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        open.pop();
        inside = open.at(-1);
        name = false;
        break;
    }
  }
  return undefined;
}

/** Two spellings of one name are one name. */
function stringAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
}

/** A JSON pointer (RFC 6901). */
const pointer = (open: readonly Open[]): string =>
  open.map(({ at }) => `/${String(at).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
