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
/** Characters of one header or other binding value. */
const KEEP_VALUE = 2048;
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

  /** Forgets all but these entries, so that a connection that many cases share stays small. */
  forget(keep: ReadonlySet<number>): void {
    this.#entries = this.#entries.filter((entry) => keep.has(entry.entry));
    this.#bytes = this.#entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    this.#uncounted = 0;
  }

  #redactAll(values: Record<string, string>): Record<string, string> {
    const keep = this.#bytes > BUDGET ? KEEP_WHEN_FULL : KEEP_VALUE;
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        this.secrets.redactName(name),
        /^(proxy-)?authorization$|^(set-)?cookie$/i.test(name)
          ? '[redacted]'
          : this.secrets.cut(value, { head: keep }).text,
      ]),
    );
  }

  #cut({ payload, partOf }: Sighting): { text: string; truncated: number; sha256?: string } {
    const keep = this.#bytes > BUDGET ? KEEP_WHEN_FULL : KEEP;
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : toBuffer(payload);
    const { text, cut } = this.secrets.cut(bytes, { head: keep, tail: keep });
    const truncated = cut + (partOf?.left ?? 0);
    if (truncated === 0) return { text, truncated };
    const sha256 = createHash('sha256')
      .update(partOf?.octets ?? bytes)
      .digest('hex');
    return { text, truncated, sha256 };
  }
}

const sizeOf = ({ text, binding = {} }: Entry): number =>
  Object.values(binding).reduce((sum, value) => sum + value.length, text.length);
