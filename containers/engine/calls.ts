/** Makes calls to the engine, each with a bound and a signal, and notices when the engine is lost. */
import { setMaxListeners } from 'node:events';
import { ConnectError } from '../../adapters/adapter.js';
import { settledWithin } from '../../adapters/wait.js';
import { pingEngine } from './ping.js';

/** Milliseconds for one call. A busy engine queues the starts of a dozen runs. */
const CALL_MS = 60_000;

/** Milliseconds between two looks whether the engine still answers, and the looks in vain that say that it does not. */
const BEAT_MS = 5_000;
const MISSES = 2;

/** The engine said no: what was asked for is the problem, or the moment, and not the engine. */
export class EngineRefusal extends ConnectError {
  readonly statusCode: number;

  constructor(call: string, { statusCode, message }: { statusCode: number; message: string }) {
    super(message.trim(), `See what the log of the engine says of \`${call}\`.`);
    this.statusCode = statusCode;
  }
}

export interface CallOptions {
  /** Of whoever wants it: aborted, the call is not waited for any more. */
  signal?: AbortSignal;
  /** Milliseconds. */
  ms?: number;
}

/** All calls of one run to one engine. */
export class Calls {
  readonly #host: string;
  readonly #ms: number;
  readonly #lost = new AbortController();
  /** What the engine still works on, wanted or not. */
  readonly #pending = new Set<Promise<unknown>>();

  constructor(host: string, ms = CALL_MS) {
    this.#host = host;
    this.#ms = ms;
    // Every container that is waited for listens for the loss; there is no limit to how many may.
    setMaxListeners(0, this.#lost.signal);
  }

  /** Aborted once the engine is gone for this run; the reason is a `ConnectError`. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /**
   * What the engine answers. Rejects with `EngineRefusal` where it says no, with the signal's reason, or with a `ConnectError`
   * where it does not answer: then it is lost.
   */
  async make<T>(
    call: string,
    work: () => Promise<T>,
    { signal, ms = this.#ms }: CallOptions = {},
  ): Promise<T> {
    this.lost.throwIfAborted();
    signal?.throwIfAborted();
    const working = work();
    this.#track(working);
    const over = new AbortController();
    const given = signal === undefined ? this.lost : AbortSignal.any([this.lost, signal]);
    const late = new Promise<never>((_, reject) => {
      const giveUp = (): void => {
        if (over.signal.aborted) return;
        this.#lose(`it did not answer \`${call}\` within ${ms / 1000} s`);
        reject(this.lost.reason as Error);
      };
      // What came while this process was kept from working is taken first.
      const timer = setTimeout(() => setImmediate(giveUp), ms);
      given.addEventListener('abort', () => reject(given.reason as Error), { signal: over.signal });
      over.signal.addEventListener('abort', () => clearTimeout(timer));
    });
    try {
      return await Promise.race([working, late]);
    } catch (cause) {
      throw await this.#explain(call, cause);
    } finally {
      over.abort();
    }
  }

  /** Whether the engine is still there; where it is not, it is lost from now on. Bounded, never rejects. */
  async confirm(why = 'it stopped answering'): Promise<boolean> {
    if (this.lost.aborted) return false;
    for (let asked = 1; asked <= MISSES && !this.lost.aborted; asked++) {
      const pinged = await pingEngine(this.#host);
      if (pinged === 'answered') return true;
      // Nobody is there. One that takes connections and says nothing may only be busy.
      if (pinged === 'absent') this.#lose(why);
    }
    this.#lose(`${why}, and it answers no ping`);
    return false;
  }

  /** Looks again and again, until the signal is aborted, so that an engine that hangs is no silence of a target's. */
  async watch(signal: AbortSignal): Promise<void> {
    const over = AbortSignal.any([signal, this.lost]);
    for (let missed = 0; !over.aborted;) {
      await settledWithin(new Promise(() => undefined), BEAT_MS, over);
      if (over.aborted) return;
      missed = (await pingEngine(this.#host)) === 'answered' ? 0 : missed + 1;
      if (missed >= MISSES) this.#lose('it answers no ping any more');
    }
  }

  /** Settles when nothing is under way any more, or after `ms`. */
  async settle(ms: number): Promise<void> {
    await settledWithin(Promise.allSettled(this.#pending), ms, this.lost);
  }

  async #explain(call: string, cause: unknown): Promise<unknown> {
    const { statusCode, message } = cause as { statusCode?: number; message: string };
    if (statusCode !== undefined) return new EngineRefusal(call, { statusCode, message });
    if (cause === this.lost.reason || (cause as { code?: string }).code === undefined) return cause;
    // The connection broke.
    return (await this.confirm(`\`${call}\` failed: ${message}`)) ? cause : this.lost.reason;
  }

  #track(working: Promise<unknown>): void {
    this.#pending.add(working);
    const settled = working.finally(() => this.#pending.delete(working));
    // Whoever made the call is told.
    settled.catch(() => undefined);
  }

  #lose(why: string): void {
    if (this.lost.aborted) return;
    this.#lost.abort(
      new ConnectError(
        `the container engine at ${this.#host} was lost: ${why}`,
        'See what `docker version` says, restart the engine, and run again.',
      ),
    );
  }
}
