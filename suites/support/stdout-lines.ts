/** Which lines on stdout are messages, and which become one when they are read together. */
import { parseJson } from '../../adapters/bytes.js';
import { isObject } from '../../adapters/json.js';

/** Lines that a message which was spread over lines is looked for in, and characters of them. */
const MAX_LINES = 200;
const MAX_TEXT = 64 * 1024;

/**
 * Whether a document is meant as a message. One that is not quite right is for the wire contract to judge, and so is whether
 * a batch is legal here; what a logger prints as JSON is none.
 */
export function isMeantAsMessage(json: unknown): boolean {
  if (Array.isArray(json)) return json.length > 0 && json.every(isMeantAsMessage);
  return isObject(json) && ('jsonrpc' in json || ('id' in json && ('result' in json || 'error' in json)));
}

/** Lines that are no messages, in the order in which they came: `broken` ones are a message when they are read together. */
export interface Strays<T> {
  readonly lines: readonly T[];
  readonly broken: boolean;
}

/** Gathers lines that are no messages for as long as a message may be spread over them. */
export class StdoutLines<T> {
  #held: T[] = [];
  #text = '';

  /** A line that is no message; gives what is known by now. `json` is set where it is a document all the same. */
  add(line: T, text: string, json: unknown): Strays<T>[] {
    const begins = json === undefined && /^\s*[[{]/.test(text);
    if (this.#held.length === 0 && !begins) return [{ lines: [line], broken: false }];
    this.#held.push(line);
    this.#text += `${text}\n`;
    if (/[\]}]\s*$/.test(text)) {
      const whole = parseJson(Buffer.from(this.#text));
      if (whole !== undefined) return this.#give(isMeantAsMessage(whole));
    }
    return this.#held.length >= MAX_LINES || this.#text.length > MAX_TEXT ? this.end() : [];
  }

  /** Nothing more belongs to what came so far: a message came, or the end. */
  end(): Strays<T>[] {
    return this.#held.length === 0 ? [] : this.#give(false);
  }

  #give(broken: boolean): Strays<T>[] {
    const lines = this.#held;
    this.#held = [];
    this.#text = '';
    return [{ lines, broken }];
  }
}
