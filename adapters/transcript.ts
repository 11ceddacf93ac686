/** The bounded record of what crossed the wire on one connection, without secrets. */
import { createHash } from 'node:crypto';
import { toBuffer } from './bytes.js';
import { Secrets } from './secrets.js';

/** One thing that crossed the wire (or a note about it). */
export interface Entry {
  /** Unique in this process and rising in the order seen, so that a citation needs no more than the number. */
  readonly entry: number;
  /** `performance.now()` when it was seen, in milliseconds. */
  readonly at: number;
  readonly direction: 'out' | 'in' | 'note';
  readonly channel: string;
  /** UTF-8 text with credentials redacted; head and tail where it was too long. */
  readonly text: string;
  /** Bytes left out of `text`. */
  readonly truncated: number;
  /** Of the whole payload, or of the octets of a typed message; only where `text` is not whole. */
  readonly sha256?: string;
  /** Headers, status, event id: whatever the binding says beside the payload, redacted. */
  readonly binding?: Readonly<Record<string, string>>;
}

export interface Sighting {
  direction: Entry['direction'];
  channel: string;
  payload: Uint8Array | string;
  binding?: Record<string, string>;
  /** Of a payload that is not whole: how much of it is left out, and the octets of all that it stands for. */
  partOf?: { octets: Uint8Array; left: number };
}

/** Bytes that are kept of each end of a long payload. */
const KEEP = 32 * 1024;
/** Characters that one transcript keeps; entries past it keep `KEEP_WHEN_FULL` of each end only. */
const BUDGET = 4 * 1024 * 1024;
const KEEP_WHEN_FULL = 64;
/** Bytes of UTF-8 that one character (UTF-16 unit) takes at most. */
const WIDEST = 3;
/** Characters of one header or other binding value. */
const KEEP_VALUE = 2048;
/** Names of headers whose values are never kept. */
const CREDENTIAL = /^(proxy-)?authorization$|^(set-)?cookie$/i;
/** Entries kept at all: a flood is counted, not stored. */
const MAX_ENTRIES = 5_000;

let lastEntry = 0;

/**
 * The bounded record of one connection. Whatever a target sends, it holds a few MiB at most. Secrets (values of the
 * user's headers and environment) are replaced before anything is stored.
 */
export class Transcript {
  #entries: Entry[] = [];
  /** For whoever cuts what it records, or quotes it: first they are taken out, and then the text is cut. */
  readonly secrets: Secrets;
  /** Told of each sighting, also of those that are not kept. */
  onSighting: (() => void) | undefined;
  #bytes = 0;
  #uncounted = 0;

  constructor(secrets: readonly string[] = []) {
    this.secrets = Secrets.of(secrets);
  }

  /** Records one sighting and returns its entry number; of a flood, the number of the last entry that was kept. */
  record(sighting: Sighting): number {
    this.onSighting?.();
    const last = this.#entries.at(-1);
    if (last !== undefined && this.#entries.length >= MAX_ENTRIES) {
      this.#uncounted += 1;
      return last.entry;
    }
    const { text, truncated, sha256 } = this.#cut(sighting);
    const entry: Entry = {
      entry: ++lastEntry,
      at: performance.now(),
      direction: sighting.direction,
      channel: sighting.channel,
      text,
      truncated,
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(sighting.binding === undefined ? {} : { binding: this.#redactAll(sighting.binding) }),
    };
    this.#bytes += sizeOf(entry);
    this.#entries.push(entry);
    return entry.entry;
  }

  /** Shorthand for what the harness itself has to say: `no reply within 10 s`. */
  note(text: string, channel = 'harness'): number {
    return this.record({ direction: 'note', channel, payload: text });
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Sightings that were counted and not kept. */
  get dropped(): number {
    return this.#uncounted;
  }

  /** Bytes of each end of a payload that are kept at present. */
  get keep(): number {
    return this.#bytes > BUDGET ? KEEP_WHEN_FULL : KEEP;
  }

  /** Forgets all but these entries, so that a connection that many cases share stays small. */
  forget(keep: ReadonlySet<number>): void {
    this.#entries = this.#entries.filter((entry) => keep.has(entry.entry));
    this.#bytes = this.#entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    this.#uncounted = 0;
  }

  #redactAll(values: Record<string, string>): Record<string, string> {
    const head = Math.min(KEEP_VALUE, this.keep);
    const shown = Object.entries(values).map(([name, value]): [string, string] => {
      const isShort = this.secrets.none && value.length <= head;
      const text = isShort ? value : this.secrets.cut(value, { head }).text;
      return [this.secrets.redactName(name), CREDENTIAL.test(name) ? '[redacted]' : text];
    });
    return Object.fromEntries(shown);
  }

  #cut({ payload, partOf }: Sighting): { text: string; truncated: number; sha256?: string } {
    const { keep } = this;
    // Of what is sure to fit, and is well-formed, octets would make the same text.
    const fits = typeof payload === 'string' && payload.length * WIDEST <= 2 * keep && isWellFormed(payload);
    const whole = fits || typeof payload !== 'string' ? payload : Buffer.from(payload);
    const source = typeof whole === 'string' ? whole : toBuffer(whole);
    const { text, cut } = this.secrets.cut(source, { head: keep, tail: keep });
    const truncated = cut + (partOf?.left ?? 0);
    if (truncated === 0) return { text, truncated };
    const sha256 = createHash('sha256')
      .update(partOf?.octets ?? source)
      .digest('hex');
    return { text, truncated, sha256 };
  }
}

/** The language has it since ES2024, and Node since 20. */
const isWellFormed = (text: string): boolean => (text as string & { isWellFormed(): boolean }).isWellFormed();

const sizeOf = ({ text, binding = {} }: Entry): number =>
  Object.values(binding).reduce((sum, value) => sum + value.length, text.length);
