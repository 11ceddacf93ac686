/** What is said on one connection, message by message, and which reply belongs to which request. */
import { isObject } from '../../adapters/json.js';
import type { Ended, Frame, Opened } from '../../adapters/adapter.js';
import { parseJson, toBuffer } from '../../adapters/bytes.js';
import { observe } from '../../adapters/observation.js';
import { getEra, type Revision } from '../../adapters/revision.js';
import type { Arrived } from '../../suites/observer.js';
import type { Contract } from '../wire/index.js';
import { OwnReceived, OwnSent, type OwnWatched } from './message.js';
import { OwnTalk } from './talk.js';

const VERSION = 'io.modelcontextprotocol/protocolVersion';
/** Sessions that one connection keeps apart, and requests of one scope. */
const MAX_SESSIONS = 200;
const MAX_REQUESTS = 10_000;

/** Who is told of what was said, once it is known what it belongs to. */
export interface Audience {
  sent(message: OwnSent): void;
  received(message: OwnReceived): void;
  came(arrived: Arrived): void;
  opened(channel: OwnWatched): void;
  ended(channel: OwnWatched): void;
}

/** Everything that is said on one connection, put in order: which reply is to which request, in which session, at which revision. */
export class Conversation {
  readonly #contract: Contract;
  readonly #revision: Revision;
  readonly #audience: Audience;
  readonly #sessions = new Map<string, OwnTalk>();

  readonly #perRequest: boolean;

  constructor(contract: Contract, perRequest: boolean, audience: Audience) {
    this.#perRequest = perRequest;
    this.#contract = contract;
    this.#revision = contract.revision;
    this.#audience = audience;
  }

  /** The session of that name; the empty name is the one of a connection without names. */
  session(name: string): OwnTalk {
    let talk = this.#sessions.get(name);
    if (talk === undefined) {
      if (this.#sessions.size >= MAX_SESSIONS) this.#sessions.delete([...this.#sessions.keys()][0] ?? '');
      this.#sessions.set(name, (talk = new OwnTalk(!this.#perRequest || name !== '')));
    }
    return talk;
  }

  /** Bytes of ours: one document, or on some bindings several lines; what is neither counts as bent. */
  sentBytes(bytes: Buffer, on: OwnWatched, entry: number): void {
    const whole = parseJson(bytes);
    if (whole !== undefined) return this.sent(whole, on, entry);
    const lines = linesOf(bytes);
    // What is blank may be answered too.
    if (lines.length === 0) on.scope.bent += 1;
    for (const line of lines) {
      const document = parseJson(line);
      if (document !== undefined) this.sent(document, on, entry);
      else this.#sentBroken(line, on, entry);
    }
  }

  /** What is no JSON as a whole: a server that stops reading at the end of a first document may answer that one. */
  #sentBroken(line: Buffer, on: OwnWatched, entry: number): void {
    on.scope.bent += 1;
    const first = readFirst(line);
    if (isObject(first)) this.sent(first, on, entry, { isWhole: false });
  }

  /** A part of something, of which nobody can say what it asks for: from now on any reply may be to it. */
  sentPart(on: OwnWatched): void {
    on.scope.blurred = true;
  }

  /** A document of ours as it went out; `undefined` where it cannot be read as one. `dressed`: so were its headers. */
  sent(
    document: unknown,
    on: OwnWatched,
    entry: number,
    { isWhole = true, dressed = false }: { isWhole?: boolean; dressed?: boolean } = {},
  ): void {
    const batched = Array.isArray(document);
    const documents: unknown[] = Array.isArray(document) ? document : [document];
    // An empty batch is answered too, with one error.
    if (documents.length === 0) on.scope.bent += 1;
    for (const one of documents) {
      if (!isObject(one)) {
        on.scope.bent += 1;
        continue;
      }
      const message = new OwnSent({ document: one, on, session: on.session, entry, batched });
      message.dressed = dressed;
      message.whole = isWhole;
      this.#place(message, isWhole);
      on.keep(message);
      this.#audience.sent(message);
      message.slim();
    }
  }

  #place(message: OwnSent, isWhole: boolean): void {
    const { document, on, session } = message;
    message.version = versionOf(message);
    const valid = this.#contract.validate({ sender: 'client', document }).length === 0;
    const isLegal = !message.batched || this.#revision === '2025-03-26';
    message.right = isWhole && valid && isLegal && this.#isOfRevision(message);
    if (!message.right || message.batched) on.scope.bent += 1;
    if (message.method === 'initialize') {
      const { capabilities } = message.params;
      // Who is asked a second time may go by the first.
      session.client = { ...session.client, ...(isObject(capabilities) ? capabilities : {}) };
    }
    if (message.method === 'notifications/cancelled') {
      const cancelled = on.scope.requests.get(keyOf(message.params['requestId']));
      if (cancelled !== undefined) cancelled.cancelled = true;
    }
    if (message.kind !== 'request' || !isId(message.id)) return;
    const { requests } = on.scope;
    const before = requests.get(keyOf(message.id));
    if (before !== undefined) message.owed += Math.max(0, before.owed - before.replies);
    if (requests.size >= MAX_REQUESTS) requests.delete([...requests.keys()][0] ?? '');
    requests.delete(keyOf(message.id));
    requests.set(keyOf(message.id), message);
    session.add(message);
  }

  #isOfRevision({ session, method, kind, version }: OwnSent): boolean {
    if (getEra(this.#revision) === 'modern') return kind !== 'request' || version === this.#revision;
    return method === 'initialize' || session.agreed === undefined || session.agreed === this.#revision;
  }

  /** What came as a whole, whatever it is. */
  came({ bytes, json, entry }: Pick<Frame, 'bytes' | 'json' | 'entry'>): void {
    this.#audience.came({
      get text() {
        return observe(toBuffer(bytes).toString('utf8'), 'text', [entry]);
      },
      json,
    });
  }

  /** A document of the server. What is no MCP message is told to nobody. */
  received(document: unknown, on: OwnWatched, entry: number): void {
    const batched = Array.isArray(document);
    for (const one of Array.isArray(document) ? document : [document]) {
      if (!isObject(one)) continue;
      // The JSON body of an error is an MCP message only where it says so.
      if (on.opened?.refused === true && !('jsonrpc' in one)) continue;
      const message = new OwnReceived({ document: one, on, session: on.session, entry, batched });
      message.validate = (self) =>
        this.#contract.validate({ sender: 'server', document: one, answers: self.answers?.method });
      if (message.kind === 'response') this.#match(message);
      message.ofRevision = this.#isSpokenAtRevision(message);
      on.received += 1;
      this.#audience.received(message);
      message.slim();
      on.last = message;
    }
  }

  #match(message: OwnReceived): void {
    const { on, id } = message;
    const { scope } = on;
    const asked = isId(id) ? scope.requests.get(keyOf(id)) : undefined;
    if (asked !== undefined) {
      message.answers = asked;
      asked.replies += 1;
      asked.reply ??= message;
      if ((!asked.right || asked.batched) && scope.bent > 0) scope.bent -= 1;
      this.#learn(message, asked);
      return;
    }
    const nameless = message.isError && (id === undefined || id === null);
    // What is refused may name what it refuses, also where that was an answer of ours.
    const [own] = on.sent;
    const isToAnswer = on.opened?.refused === true && own?.kind === 'response' && own.id === id;
    message.excused =
      isToAnswer ||
      scope.open ||
      scope.blurred ||
      (nameless && (on.opened?.refused === true || scope.raw)) ||
      (message.isError && scope.bent > 0);
    if (message.isError && scope.bent > 0) scope.bent -= 1;
    if (!message.excused || !nameless) return;
    // A refusal that names no request is to the one that has the channel to itself.
    const [only] = on.sent;
    if (on.perRequest && on.sent.length === 1 && only?.kind === 'request' && only.replies === 0) {
      message.answers = only;
      only.replies += 1;
      only.reply ??= message;
    }
  }

  /** What a session is, and what both sides declare in it. */
  #learn(message: OwnReceived, asked: OwnSent): void {
    const { result } = message.document;
    if (!isObject(result)) return;
    if (asked.method === 'initialize' && asked.replies === 1) {
      const { protocolVersion, capabilities } = result;
      const name = message.on.opened?.header('mcp-session-id')?.value;
      const talk = name === undefined ? message.session : this.session(name);
      talk.agreed = typeof protocolVersion === 'string' ? protocolVersion : undefined;
      talk.server = isObject(capabilities) ? capabilities : {};
      const declared = asked.params['capabilities'];
      talk.client = { ...talk.client, ...(isObject(declared) ? declared : {}) };
    }
    if (asked.method === 'server/discover' && asked.right && isObject(result['capabilities']))
      message.session.server = result['capabilities'];
  }

  #isSpokenAtRevision({ answers, on, session }: OwnReceived): boolean {
    if (getEra(this.#revision) === 'modern') {
      if (answers !== undefined) return answers.version === this.#revision;
      const open = on.perRequest ? on.sent : on.scope.requests.values();
      return ![...open].some((one) => this.#isOpenAtAnother(one));
    }
    return session.agreed === undefined || session.agreed === this.#revision;
  }

  /**
   * A request that waits for its answer, and what the server says of its own may belong to. What is broken is answered without
   * an id or not at all, and what a case left without an answer would blind all that have the channel after it.
   */
  #isOpenAtAnother({ kind, replies, version, whole, by }: OwnSent): boolean {
    return kind === 'request' && replies === 0 && whole && by?.over !== true && version !== this.#revision;
  }

  opened(on: OwnWatched, opened: Opened): void {
    on.opened = opened;
    this.#audience.opened(on);
  }

  ended(on: OwnWatched, ended: Ended): void {
    on.ended = ended;
    // Dropping a channel of its own takes the request back.
    if (on.perRequest && ended.by === 'us') for (const request of on.sent) request.cancelled = true;
    this.#audience.ended(on);
  }
}

const LF = 10;

/** Lines that hold anything but white space. */
function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(LF, from);
    const line = bytes.subarray(from, end < 0 ? bytes.length : end);
    if (line.some((byte) => byte > 32)) lines.push(line);
    from = end < 0 ? bytes.length : end + 1;
  }
  return lines;
}

/** Closing braces that what is broken may have too many of. */
const MAX_BRACES = 3;

/** The document that broken JSON begins with, where it does. */
function readFirst(bytes: Buffer): unknown {
  let end = bytes.length;
  for (let at = 0; at < MAX_BRACES && end > 0; at++) {
    end = bytes.lastIndexOf('}', end - 1);
    const document = end < 0 ? undefined : parseJson(bytes.subarray(0, end + 1));
    if (document !== undefined) return document;
  }
  return undefined;
}

/** Ids are matched by type and value. */
const keyOf = (id: unknown): string => `${typeof id}:${String(id)}`;
const isId = (id: unknown): boolean => typeof id === 'string' || typeof id === 'number';

/** The version that a modern request names, which alone decides how it is to be served. */
function versionOf({ params }: OwnSent): unknown {
  const meta: unknown = params['_meta'];
  return isObject(meta) ? meta[VERSION] : undefined;
}
