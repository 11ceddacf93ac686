/** A request that waits for its reply, and the errors for one unanswered, refused or not sayable. */
import { settledWithin } from '../../adapters/wait.js';
import type { Channel, Inexpressible } from '../../adapters/adapter.js';
import { ConformanceError, isConformanceError } from '../../adapters/errors.js';
import { observe, type Observation } from '../../adapters/observation.js';
import type { Secrets } from '../../adapters/secrets.js';
import type { Exchange, Id, ReplyState, Reply } from '../../suites/session.js';
import { Events } from './events.js';
import { alone, type Lessons } from './lessons.js';
import { Patience } from './patience.js';

/**
 * A request was not answered: silence within the time limit, or the channel ended first. Not caught by scenarios; the
 * case fails `jsonrpc.request-answered` with these entries as evidence.
 */
export class Unanswered extends ConformanceError {
  override readonly name = 'Unanswered';
  readonly code = 'unanswered';
  readonly why: Silence;
  readonly entries: readonly number[];
  constructor(message: string, why: Silence, entries: readonly number[]) {
    super(message);
    this.why = why;
    this.entries = entries;
  }

  static is(error: unknown): error is Unanswered {
    return isConformanceError(error, 'unanswered');
  }
}

/**
 * The binding has no way to say this, and nothing was sent; or a library between us and the wire may have kept the reply.
 * What hung on it does not apply, or cannot be seen.
 */
export class CannotSay extends ConformanceError {
  override readonly name = 'CannotSay';
  readonly code = 'cannot-say';
  readonly status: Inexpressible['status'];
  /** The wait was a short one, because longer ones were in vain before. */
  readonly isCut: boolean;
  constructor({ status, reason }: Inexpressible, { isCut = false } = {}) {
    super(reason);
    this.status = status;
    this.isCut = isCut;
  }

  static is(error: unknown): error is CannotSay {
    return isConformanceError(error, 'cannot-say');
  }
}

/** The server answered the opening request with an error. */
export class Refused extends ConformanceError {
  override readonly name = 'Refused';
  readonly code = 'refused';
  readonly reply: Reply;
  constructor(reply: Reply, secrets: Secrets) {
    const { status } = reply.opened ?? {};
    // The error of an HTTP body need not be one of JSON-RPC.
    const said = reply.error ?? reply.at('/error').value;
    const how = reply.error === undefined && status !== undefined ? ` with status ${status.value}` : '';
    super(
      `the opening request was refused${how}: ${secrets.cut(JSON.stringify(said) ?? 'nothing', { head: 500 }).text}`,
    );
    this.reply = reply;
  }

  static is(error: unknown): error is Refused {
    return isConformanceError(error, 'refused');
  }
}

export type Silence = Exclude<ReplyState, 'answered' | 'cut' | 'unseen'>;

export interface Expectation {
  id: Id | null;
  method: string | undefined;
  progressToken: string | number | undefined;
  /** What it asks for, where that is known. */
  subject?: string | undefined;
  channel: Channel;
  timeoutMs: number;
  /** An error without an id on a shared channel counts as its reply. */
  acceptWithoutId: boolean;
  /** Says why there is no reply, and where in the transcript that can be seen. */
  silence: (reason: string, why: Silence) => Unanswered;
  /** Set where silence says nothing of the target. */
  unseen: () => CannotSay | undefined;
  /** Asks beside it whether an answer may still come; without, a limit is a limit. */
  patience?: Patience | undefined;
  lessons?: Lessons;
  /** The case runs alone: what was waited for in company counts for nothing. */
  isAlone?: boolean;
}

/** Shorter waits are looks at what is there already. */
const MEASURED_MS = 100;

/** Where an outcome is seen. */
const END = 'the end of the request';

const nothingCame = (timeoutMs: number): string => `no reply within ${timeoutMs / 1000} s`;

/** What is no request may be left unanswered by right: nobody learns from that, and each is waited for as long as it takes. */
const kindOf = ({ method, isAlone }: Expectation): string | undefined =>
  method !== undefined && isAlone === true ? alone(method) : method;

/** One request in flight. */
export class Pending implements Exchange {
  readonly events = new Events();
  readonly expects: Expectation;
  readonly sentMs = performance.now();
  /** Taken back: then its silence is right. */
  isCancelled = false;
  /** Replies seen, also those after the first. */
  replies = 0;
  #limitMs: number;
  /** A verdict hangs on its reply. */
  #isDemanded = false;
  readonly #end: Promise<Reply | Unanswered | CannotSay>;
  #silence: Unanswered | undefined;
  #settle!: (end: Reply | Unanswered | CannotSay) => void;
  #settled = false;

  constructor(expects: Expectation) {
    this.expects = expects;
    // A stream that is meant to stay open (`subscriptions/listen`) has no limit of its own.
    const { timeoutMs, patience } = expects;
    // What may stay open for ever is not waited for.
    const isWait = Number.isFinite(timeoutMs);
    const kind = kindOf(expects);
    const learnt = isWait && kind !== undefined ? expects.lessons?.limit(kind, timeoutMs) : undefined;
    this.#limitMs = learnt ?? timeoutMs;
    const limit = patience === undefined ? this.#limitMs : Patience.begins(this.#limitMs);
    const timer = Number.isFinite(timeoutMs) ? setTimeout(() => void this.#late(), limit) : undefined;
    this.#end = new Promise((resolve) => {
      this.#settle = (end) => {
        if (this.#settled) return;
        this.#settled = true;
        clearTimeout(timer);
        resolve(end);
      };
    });
  }

  async #late(): Promise<void> {
    const { patience, lessons, timeoutMs } = this.expects;
    // A wait that is a short one accuses nobody: there is nothing to doubt.
    if (this.#limitMs === timeoutMs) await patience?.outwait(this.#end, this.#limitMs);
    else await settledWithin(this.#end, this.#limitMs - Patience.begins(this.#limitMs));
    const kind = kindOf(this.expects);
    // What nobody was told of yet is waited for in full, so that it is a verdict once.
    if (
      kind !== undefined &&
      this.#isDemanded &&
      this.#limitMs < timeoutMs &&
      lessons?.isTold(kind) === false
    ) {
      await settledWithin(this.#end, timeoutMs - this.#limitMs);
      this.#limitMs = timeoutMs;
    }
    if (kind !== undefined && !this.#settled) {
      if (this.#isDemanded && this.#limitMs === timeoutMs) lessons?.tell(kind);
      if (!this.isCancelled) lessons?.ranOut(kind, this.#limitMs);
    }
    this.fail(nothingCame(this.#limitMs), 'late');
  }

  get id(): Id | null {
    return this.expects.id;
  }

  get settled(): boolean {
    return this.#settled;
  }

  answer(reply: Reply): void {
    this.replies += 1;
    const kind = kindOf(this.expects);
    if (kind !== undefined) this.expects.lessons?.came(kind);
    this.#settle(reply);
  }

  fail(reason: string, why: Silence): void {
    if (this.#settled) return;
    this.#silence = this.expects.silence(reason, why);
    this.#settle(this.expects.unseen() ?? this.#cutShort(why) ?? this.#silence);
  }

  /** A wait that was a short one accuses nobody. */
  #cutShort(why: Silence): CannotSay | undefined {
    const { timeoutMs } = this.expects;
    if (why !== 'late' || this.#limitMs === timeoutMs) return undefined;
    const reason = `${nothingCame(this.#limitMs)} to ${this.expects.method}, after ${timeoutMs / 1000} s were in vain before`;
    return new CannotSay({ status: 'not-verified', reason }, { isCut: true });
  }

  async reply(): Promise<Reply> {
    this.#isDemanded = true;
    const end = await this.#end;
    if (end instanceof Error) throw end;
    return end;
  }

  async replyState(): Promise<Observation<ReplyState>> {
    const end = await this.#end;
    if (Unanswered.is(end)) {
      const { why, entries } = end;
      // `"late"` alone reads as if something had come after all.
      return observe(why, why === 'late' ? `${END}: ${nothingCame(this.#limitMs)}` : END, entries);
    }
    if (CannotSay.is(end)) return observe(end.isCut ? 'cut' : 'unseen', END, this.#silence?.entries ?? []);
    return observe('answered', END, end.at('').entries);
  }

  async maybe(withinMs?: number): Promise<Reply | undefined> {
    if (withinMs !== undefined && !(await settledWithin(this.#end, withinMs)) && withinMs >= MEASURED_MS)
      await this.expects.patience?.lookAgain(this.#end);
    const end = withinMs === undefined || this.#settled ? await this.#end : undefined;
    if (end !== undefined && !(end instanceof Error)) return end;
    if (CannotSay.is(end)) throw end;
    const unseen = this.expects.unseen();
    if (unseen !== undefined) throw unseen;
    return undefined;
  }
}
