import { createHash } from 'node:crypto';

/** One thing that crossed the wire (or a note about it), as it will stand in reports. */
export interface Entry {
  /** From 1, in the order seen. */
  readonly entry: number;
  /** Since the transcript began, in milliseconds. */
  readonly ms: number;
  readonly direction: 'out' | 'in' | 'note';
  readonly channel: string;
  /** UTF-8 text with credentials redacted; head and tail where it was too long. */
  readonly text: string;
  /** Bytes left out of `text`. */
  readonly truncated: number;
  /** Of the whole payload; only where `text` is not whole. */
  readonly sha256?: string;
  /** Headers, status, event id: whatever the binding says beside the payload, redacted. */
  readonly binding?: Readonly<Record<string, string>>;
}

export interface Sighting {
  direction: Entry['direction'];
  channel: string;
  payload: Uint8Array | string;
  binding?: Record<string, string>;
}

/** Bytes that are kept of each end of a long payload. */
const KEEP = 32 * 1024;
/** Bytes of text that one transcript keeps; entries past it keep `KEEP_WHEN_FULL` only. */
const BUDGET = 4 * 1024 * 1024;
const KEEP_WHEN_FULL = 128;
/** Entries kept at all: a flood is counted, not stored. */
const MAX_ENTRIES = 20_000;

/**
 * The bounded record of one case. Whatever a target sends, it holds a few MiB at most. Secrets (values of the
 * user's headers and environment) are replaced before anything is stored.
 */
export class Transcript {
  readonly #entries: Entry[] = [];
  readonly #startedAt = performance.now();
  readonly #secrets: readonly string[];
  #count = 0;
  #bytes = 0;

  constructor(secrets: readonly string[] = []) {
    // Longest first, so that a secret that contains another is replaced whole.
    this.#secrets = [...secrets].filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  }

  /** Records one sighting and returns its entry number. */
  record(sighting: Sighting): number {
    const number = ++this.#count;
    if (number > MAX_ENTRIES) return MAX_ENTRIES;
    const keep = this.#bytes > BUDGET ? KEEP_WHEN_FULL : KEEP;
    const { text, truncated, sha256 } = clip(sighting.payload, keep);
    const entry: Entry = {
      entry: number,
      ms: this.elapsed(),
      direction: sighting.direction,
      channel: sighting.channel,
      text: this.redact(text),
      truncated,
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(sighting.binding === undefined ? {} : { binding: this.#redactAll(sighting.binding) }),
    };
    this.#bytes += entry.text.length;
    this.#entries.push(entry);
    return number;
  }

  /** Shorthand for what the harness itself has to say: `started`, `no reply within 10 s`. */
  note(text: string, channel = 'harness'): number {
    return this.record({ direction: 'note', channel, payload: text });
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** How many were seen, including those that were only counted. */
  get count(): number {
    return this.#count;
  }

  /** Milliseconds since the transcript began, to a tenth. */
  elapsed(): number {
    return Math.round((performance.now() - this.#startedAt) * 10) / 10;
  }

  redact(text: string): string {
    for (const secret of this.#secrets) text = text.replaceAll(secret, '[redacted]');
    return text;
  }

  #redactAll(values: Record<string, string>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        /^(proxy-)?authorization$|^(set-)?cookie$/i.test(name) ? '[redacted]' : this.redact(value),
      ]),
    );
  }
}

function clip(
  payload: Uint8Array | string,
  keep: number,
): { text: string; truncated: number; sha256?: string } {
  const bytes =
    typeof payload === 'string'
      ? Buffer.from(payload)
      : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  if (bytes.length <= 2 * keep) return { text: bytes.toString('utf8'), truncated: 0 };
  const truncated = bytes.length - 2 * keep;
  return {
    text: `${bytes.toString('utf8', 0, keep)}…[${truncated} bytes cut]…${bytes.toString('utf8', bytes.length - keep)}`,
    truncated,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}
