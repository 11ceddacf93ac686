/** Bytes before each message: the compressed flag and the length (gRPC over HTTP/2, "Length-Prefixed-Message"). */
const PREFIX = 5;

export function makePrefix(length: number, compressed: boolean): Buffer {
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt8(compressed ? 1 : 0);
  prefix.writeUInt32BE(length, 1);
  return prefix;
}

export const prefixWithLength = (payload: Uint8Array, compressed: boolean): Buffer =>
  Buffer.concat([makePrefix(payload.length, compressed), payload]);

/** Puts messages together from the bytes of a stream, and holds no more than one that is allowed. */
export class Deframer {
  readonly #limit: number;
  readonly #onMessage: (bytes: Buffer, compressed: boolean) => void;
  #parts: Buffer[] = [];
  #length = 0;

  constructor(limit: number, onMessage: (bytes: Buffer, compressed: boolean) => void) {
    this.#limit = limit;
    this.#onMessage = onMessage;
  }

  /** Returns false once a message is longer than the limit; nothing may be fed after that. */
  feed(chunk: Buffer): boolean {
    this.#parts.push(chunk);
    this.#length += chunk.length;
    while (this.#length >= PREFIX) {
      const wanted = PREFIX + this.#head().readUInt32BE(1);
      if (wanted - PREFIX > this.#limit) return false;
      if (this.#length < wanted) return true;
      const all = this.#parts.length === 1 ? this.#head() : Buffer.concat(this.#parts);
      const rest = all.subarray(wanted);
      this.#parts = rest.length === 0 ? [] : [rest];
      this.#length = rest.length;
      this.#onMessage(all.subarray(PREFIX, wanted), all.readUInt8() !== 0);
    }
    return true;
  }

  /** Whether it waits for the rest of a message. */
  get isWaiting(): boolean {
    return this.#length > 0;
  }

  /** The first part, long enough for the prefix. */
  #head(): Buffer {
    let [first = Buffer.alloc(0)] = this.#parts;
    if (first.length < PREFIX) {
      first = Buffer.concat(this.#parts);
      this.#parts = [first];
    }
    return first;
  }
}
