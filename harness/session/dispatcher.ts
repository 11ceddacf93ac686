/** Reads a connection, matches JSON-RPC replies to requests, and passes other messages on. */
import { setTimeout as waitFor } from 'node:timers/promises';
import type { Channel, Connection, Frame, Opened, Outgoing } from '../../adapters/adapter.js';
import type { Transcript } from '../../adapters/transcript.js';
import type { Id } from '../../suites/session.js';
import { Answers } from './answers.js';
import { listClaims } from './claims.js';
import { Cuts, nameSubject } from './cuts.js';
import { explainEnd, isRefusedForNow, readRefusal } from './ends.js';
import { CannotSay, Unanswered, Pending, type Expectation } from './exchange.js';
import { Floods } from './floods.js';
import { describeRequest, makeKey, makeOtherKey } from './ids.js';
import { Lessons } from './lessons.js';
import { isObject, type Json } from '../../adapters/json.js';
import { isResponse } from '../../adapters/json-rpc.js';
import { Seen, SeenReply } from './message.js';
import { keepMirrored } from './mirrored-tools.js';

/** Times that a broken legacy stream is resumed for one request, and the longest wait that a server may ask for. */
const MAX_RESUMES = 5;
const MAX_RETRY_MS = 3_000;

/** Ids of answered requests that a link remembers; the oldest go first. */
const MAX_ANSWERED = 10_000;

/** Who is told of what arrives on a link: the session that has it at the moment. */
export interface DispatcherListener {
  /** A notification or a request of the server; `claims` are the exchanges that it belongs to. */
  message(message: Seen, claims: readonly Pending[]): void;
  /** A reply to nothing that is open, a second reply, or bytes that are no message. */
  unmatchedMessage(message: Seen): void;
  /** An exception of our own while reading: never the target's fault. */
  harnessError(error: Error): void;
}

/**
 * JSON-RPC on one connection: reads everything, matches replies by type and value of the id, and passes the rest on.
 * Sessions come and go on top of it; the link lives as long as the connection.
 */
export class JsonRpcDispatcher {
  readonly connection: Connection;
  readonly transcript: Transcript;
  readonly lessons: Lessons;
  listener: DispatcherListener | undefined;
  readonly #pending = new Map<string, Pending>();
  /** Requests of sessions that are over: what still comes for them is theirs, and nobody else's. */
  readonly #answered = new Map<string, Id | null>();
  #lastId = 0;
  #replies = 0;
  #quickestMs = Infinity;
  #over: string | undefined;
  /** By channel. */
  readonly #floods: Floods;
  readonly #cuts: Cuts;
  readonly #answers = new Answers();

  /** `lessons`: what this target taught on other connections. */
  constructor(connection: Connection, transcript: Transcript, lessons = new Lessons()) {
    this.connection = connection;
    this.lessons = lessons;
    this.#floods = new Floods(lessons);
    this.#cuts = new Cuts(lessons);
    this.transcript = transcript;
    void this.#read();
  }

  /** Set once nothing can come any more, in words. */
  get over(): string | undefined {
    return this.#over;
  }

  /** Requests that got their reply so far. */
  get replies(): number {
    return this.#replies;
  }

  /** Milliseconds of the quickest of them. */
  get quickestMs(): number {
    return this.#quickestMs;
  }

  nextId(): number {
    return ++this.#lastId;
  }

  /** Sends a message that expects a reply. */
  expect(
    outgoing: Outgoing,
    expects: Omit<Expectation, 'channel' | 'silence' | 'unseen' | 'lessons' | 'subject'> & {
      isOpening?: boolean;
    },
  ): Pending {
    const subject = nameSubject(outgoing.body);
    this.#cuts.refuse(subject);
    const channel = this.#send(outgoing);
    const sent = this.transcript.entries.at(-1)?.entry ?? this.transcript.note('sent');
    const pending = new Pending({
      ...expects,
      subject,
      channel,
      // A handshake may have to wait for a process to start, each time anew.
      ...(expects.isOpening === true ? {} : { lessons: this.lessons }),
      unseen: () => this.#unseen({ ...expects, channel }),
      silence: (reason, why) => {
        const instead = why === 'late' ? this.#floods.late(channel.id) : undefined;
        const said = `${describeRequest(expects)}: ${reason}${instead === undefined ? '' : `; ${instead}`}`;
        return new Unanswered(said, why, [sent, this.transcript.note(said)]);
      },
    });
    const key = makeKey(expects.id);
    if (this.#over !== undefined) pending.fail(this.#over, 'ended');
    else {
      this.#pending.set(key, pending);
      void this.#failWithChannel(pending, channel, 0);
    }
    return pending;
  }

  /** Sends a message that expects none. */
  tell(outgoing: Outgoing): Channel {
    return this.#send(outgoing);
  }

  /** Answers a request of the server that came on that channel. */
  answer(body: object, channel: string): void {
    const tell = (): Channel | undefined =>
      this.connection.inexpressible?.({ body }) === undefined ? this.connection.send({ body }) : undefined;
    if (!this.#answers.send(tell)) this.#floods.overrun(channel);
  }

  /** Throws `CannotSay` where the binding has no way to. */
  #send(outgoing: Outgoing): Channel {
    const no = this.connection.inexpressible?.(outgoing);
    if (no !== undefined) throw new CannotSay(no);
    return this.connection.send(outgoing);
  }

  /** What may have been the reply was kept from us: silence is not the target's then. */
  #unseen(request: Pick<Expectation, 'method' | 'channel'>): CannotSay | undefined {
    const reason = this.connection.unseen?.() ?? this.#cuts.excuse(request);
    return reason === undefined ? undefined : new CannotSay({ status: 'not-verified', reason });
  }

  /** No reply can come once its channel has ended, unless the stream may be resumed elsewhere. */
  async #failWithChannel(pending: Pending, channel: Channel, resumes: number): Promise<void> {
    const ended = await channel.ended;
    // Frames that arrived before the end are still being read.
    await new Promise((resolve) => setImmediate(resolve));
    if (pending.settled) return;
    const opened = await channel.opened;
    if (ended.lastEventId !== undefined && ended.by === 'peer' && resumes < MAX_RESUMES) {
      await waitFor(Math.min(ended.retryMs ?? 0, MAX_RETRY_MS));
      if (this.#over !== undefined) return pending.fail(this.#over, 'ended');
      if (pending.settled) return;
      const resumed = this.connection.listen({ lastEventId: ended.lastEventId });
      return this.#failWithChannel(pending, resumed, resumes + 1);
    }
    const refusal = readRefusal(opened);
    if (refusal !== undefined)
      return pending.fail(
        `refused with ${refusal.text} and no JSON-RPC reply to it`,
        refusal.busy ? 'busy' : 'refused',
      );
    const how = this.#cuts.learn(channel.id, ended, this.#openOn(channel.id));
    pending.fail(`the channel ended without a reply: ${how}`, 'ended');
  }

  /** What waits for its reply on a channel. */
  #openOn(channel: string): Expectation[] {
    const all = [...this.#pending.values()].filter(({ settled }) => !settled);
    return all.map(({ expects }) => expects).filter((one) => one.channel.id === channel);
  }

  async #read(): Promise<void> {
    let how = 'the connection ended';
    try {
      for await (const frame of this.connection.inbound) {
        if (this.#isFlooded(frame)) continue;
        await this.#frame(frame);
      }
    } catch (error) {
      // Adapters report what a target does and throw nothing, so whatever is thrown here is ours.
      const harnessError = error instanceof Error ? error : new Error(String(error));
      this.listener?.harnessError(harnessError);
      how = `the harness failed: ${harnessError.message}`;
    }
    this.#over ??= await explainEnd(this.connection, how, this.#cuts, (id) => this.#openOn(id));
    const why = (await isRefusedForNow(this.connection)) ? 'busy' : 'ended';
    for (const pending of this.#pending.values()) pending.fail(this.#over, why);
  }

  /** Drops a channel on which message comes after message and no reply, or the whole connection where that is one. */
  #isFlooded({ channel, bytes }: Frame): boolean {
    const how = this.#floods.count(channel.id, bytes.length);
    if (how === undefined) return false;
    const { channelPerRequest } = this.connection.traits;
    if (!channelPerRequest) this.#over ??= how;
    for (const pending of this.#pending.values())
      if (!channelPerRequest || pending.expects.channel.id === channel.id) pending.fail(how, 'ended');
    if (channelPerRequest) channel.abandon();
    else void this.connection.close('abrupt');
    return true;
  }

  async #frame(frame: Frame): Promise<void> {
    if (!('json' in frame)) {
      this.listener?.unmatchedMessage(new Seen(frame, undefined));
      return;
    }
    // A batch is legal at one revision only; the wire contract says so, the session just reads it.
    for (const document of Array.isArray(frame.json) ? frame.json : [frame.json]) {
      if (isResponse(document)) await this.#response(frame, document);
      else this.#announce(new Seen(frame, document));
    }
  }

  async #response(frame: Frame, document: Json): Promise<void> {
    // A reply's status and headers are known before its body, but only by a promise.
    const opened = this.connection.traits.channelPerRequest ? await frame.channel.opened : undefined;
    const reply = new SeenReply(frame, document, opened);
    const pending = this.#claimant(frame, document, opened);
    if (pending === undefined) {
      // A refused notification may carry an error that names no request (Streamable HTTP, "Sending Messages").
      const excused = opened?.refused === true && (document['id'] === undefined || document['id'] === null);
      reply.belongsTo = this.#answeredId(document['id']);
      if (!excused) this.listener?.unmatchedMessage(reply);
      return;
    }
    pending.answer(reply);
    this.#floods.answered(frame.channel.id);
    if (pending.replies > 1) {
      reply.belongsTo = this.#answeredId(document['id']);
      this.listener?.unmatchedMessage(reply);
    } else {
      this.#replies += 1;
      this.#quickestMs = Math.min(this.#quickestMs, performance.now() - pending.sentMs);
      if (pending.expects.method === 'tools/list') keepMirrored(this.lessons.mirrored, reply);
    }
  }

  #claimant(frame: Frame, document: Json, opened: Opened | undefined): Pending | undefined {
    const id = document['id'];
    if (typeof id === 'string' || typeof id === 'number')
      return this.#pending.get(makeKey(id)) ?? this.#otherType(id);
    if (!('error' in document)) return undefined;
    // An error that could not name its request: clear where the request has the channel to itself, or expects it so.
    const open = [...this.#pending.values()].filter((pending) => !pending.settled);
    return opened?.refused === true
      ? open.find((pending) => pending.expects.channel === frame.channel)
      : open.find((pending) => pending.expects.acceptWithoutId);
  }

  /**
   * The open request whose id was sent back as text, or as a number. Its reply is known by it, so that one fault is one finding,
   * which observers make, and all the rest can still be seen.
   */
  #otherType(id: Id): Pending | undefined {
    if (this.#answered.has(makeKey(id))) return undefined;
    const meant = this.#pending.get(makeOtherKey(id));
    return meant === undefined || meant.settled ? undefined : meant;
  }

  /** The request that had its reply already, and to which this id belongs. */
  #answeredId(id: unknown): Id | undefined {
    for (const key of [makeKey(id), makeOtherKey(id)]) {
      const known = this.#answered.get(key) ?? this.#pending.get(key)?.id;
      if (known !== undefined && known !== null) return known;
    }
    return undefined;
  }

  #announce(message: Seen): void {
    if (!isObject(message.document)) {
      this.listener?.unmatchedMessage(message);
      return;
    }
    const { channelPerRequest } = this.connection.traits;
    this.listener?.message(message, listClaims(message, [...this.#pending.values()], channelPerRequest));
  }

  /** Whether a request has no reply yet, whoever asked. */
  get isOwedReply(): boolean {
    return [...this.#pending.values()].some(({ replies }) => replies === 0);
  }

  /**
   * Ends what a session leaves behind, so that the next one on this link starts clean. Requests that never got their
   * reply stay known: one that comes late belongs to them, not to whoever has the link by then.
   */
  tidy(): void {
    this.#floods.clear();
    for (const [key, pending] of this.#pending) {
      if (!pending.settled) pending.expects.channel.abandon();
      pending.fail('the scenario was over', 'over');
      if (pending.replies === 0) continue;
      this.#pending.delete(key);
      this.#answered.set(key, pending.id);
    }
    for (const key of this.#answered.keys()) {
      if (this.#answered.size <= MAX_ANSWERED) break;
      this.#answered.delete(key);
    }
  }
}
