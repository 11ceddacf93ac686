/** Cuts a byte stream at line feeds. Holds at most `limit` bytes of an unfinished line, each of them once. */
export class Lines {
  readonly #limit: number;
  readonly #onLine: (line: Buffer) => void;
  #parts: Buffer[] = [];
  #spilled: Buffer[] = [];
  #held = 0;

  constructor(limit: number, onLine: (line: Buffer) => void) {
    this.#limit = limit;
    this.#onLine = onLine;
  }

  /** Returns false once a line has grown past the limit; nothing may be fed after that. */
  feed(chunk: Buffer): boolean {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      if (!this.#hold(chunk.subarray(from, at))) return false;
      this.#onLine(this.#drain());
      from = at + 1;
    }
    return from === chunk.length || this.#hold(chunk.subarray(from));
  }

  /** What came after the last line feed, if anything. */
  rest(): Buffer | undefined {
    return this.#parts.length === 0 ? undefined : this.#drain();
  }

  /** Of a line that grew past the limit, what came before its last part: its last `length` bytes, or some more. */
  spilled(length: number): Buffer[] {
    const last: Buffer[] = [];
    for (let held = 0; held < length; held += last[0]?.length ?? 0) {
      const part = this.#spilled.pop();
      if (part === undefined) break;
      last.unshift(part);
    }
    this.#spilled = [];
    return last;
  }

  #hold(part: Buffer): boolean {
    this.#held += part.length;
    if (this.#held <= this.#limit) {
      this.#parts.push(part);
      return true;
    }
    this.#spilled = this.#parts;
    this.#parts = [];
    return false;
  }

  #drain(): Buffer {
    const [first] = this.#parts;
    const line = this.#parts.length === 1 && first !== undefined ? first : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#held = 0;
    return line;
  }
}
