/** A client that sends single WebSocket frames, so that scenarios control the handshake and each frame. */
import type { Observation } from '../../adapters/observation.js';
import type {
  Fate,
  RawUpgrade,
  RawWebSocket,
  SeenFrame,
  WebSocketConnection,
} from '../../adapters/websocket/endpoint.js';
import { padded } from '../../adapters/filler.js';
import type { RequirementId } from '../requirements/index.js';
import type { BindingContext } from '../scenario.js';
import { isObject, type Json } from '../../adapters/json.js';
import { CLIENT_INFO, getProbeMethod, makeRequest, type JsonRpcRequest } from './compose.js';
import { isResult } from '../../adapters/json-rpc.js';

export type WebSocketContext<R extends RequirementId = RequirementId> = BindingContext<'websocket', R>;

/** RFC 6455, section 5.2. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Milliseconds that a server has to end a connection, or to answer a control frame. */
export const END_MS = 2_000;
/** Milliseconds after an affront in which a right server has ended the connection; only then is it asked anything. */
const AFFRONTED_MS = 150;

export const isData = ({ opcode }: SeenFrame): boolean => opcode <= OPCODE.binary;

/** A conversation on a plain socket, frame by frame. */
export class Talk {
  readonly raw: RawWebSocket;
  readonly #t: WebSocketContext;
  #lastId = 0;

  constructor(t: WebSocketContext, raw: RawWebSocket) {
    this.#t = t;
    this.raw = raw;
  }

  /** With a number as its id: bridges lose ids that are text, and that is not what is asked here. */
  request(method: string, params: Json = {}): JsonRpcRequest<number> {
    const { era, revision } = this.#t;
    const id = ++this.#lastId;
    return makeRequest({ modern: era === 'modern', revision, id }, method, params);
  }

  /** Harmless, and every server of the era must answer it. */
  probe(params?: Json): JsonRpcRequest<number> {
    return this.request(getProbeMethod(this.#t.era === 'modern'), params);
  }

  say(document: object): void {
    this.raw.send({ opcode: OPCODE.text, payload: JSON.stringify(document) });
  }

  /** The member `mark` of the document, an empty text, is so many bytes long on the wire. */
  sayPadded(document: object, mark: string, bytes: number): void {
    const { json, filler } = padded(document, mark, bytes);
    this.raw.send({ opcode: OPCODE.text, payload: json, filler });
  }

  /** The frame that ends the response to a request. */
  answer(id: string | number, withinMs = this.#t.requestTimeoutMs): Promise<SeenFrame | undefined> {
    return this.raw.next((frame) => isAnswer(frame, id), withinMs);
  }

  ask(request: JsonRpcRequest<number>, withinMs = this.#t.requestTimeoutMs): Promise<SeenFrame | undefined> {
    this.say(request);
    const answer = (ms: number): Promise<SeenFrame | undefined> => this.answer(request.id, ms);
    return this.#t.within(`a frame for ${request.method}`, withinMs, answer, (frame) => frame !== undefined);
  }

  initialize(offer: string = this.#t.revision): Promise<SeenFrame | undefined> {
    const params = { protocolVersion: offer, capabilities: {}, clientInfo: CLIENT_INFO };
    return this.ask(this.request('initialize', params));
  }

  /** The legacy handshake, and one request. Resolves with the last answer: a result where it was served. */
  async greet(): Promise<SeenFrame | undefined> {
    if (this.#t.era === 'legacy') {
      const answer = await this.initialize();
      if (!isResult(answer?.json)) return answer;
      this.say({ jsonrpc: '2.0', method: 'notifications/initialized' });
    }
    return this.ask(this.probe());
  }
}

/** Also one that was sent back as text, or as a number: that fault is an observer's, and all the rest can still be seen. */
const isIdOf = ({ id }: Json, own: string | number): boolean =>
  (typeof id === 'string' || typeof id === 'number') && String(id) === String(own);

export const isAnswer = ({ json }: SeenFrame, id: string | number): boolean =>
  (Array.isArray(json) ? json : [json]).some(
    (document) => isObject(document) && isIdOf(document, id) && !('method' in document),
  );

/**
 * Runs `work` on a plain socket whose server has answered the upgrade, the handshake and one request; elsewhere the
 * requirements are not verified, because nothing that follows would mean anything.
 */
export async function talk<R extends RequirementId>(
  t: WebSocketContext<R>,
  requirements: readonly NoInfer<R>[],
  work: (talk: Talk) => Promise<void>,
  connection?: WebSocketConnection,
): Promise<void> {
  const raw = await (connection ?? (await t.connect())).dial();
  try {
    const client = new Talk(t, raw);
    if (raw.status?.value === 101 && isResult((await client.greet())?.json)) await work(client);
    else
      for (const id of requirements)
        t.notVerified(id, 'answer an upgrade, the handshake and one ordinary request first');
  } finally {
    raw.drop();
  }
}

/** Runs `work` on the answer to one upgrade, whatever it is. */
export async function withUpgrade(
  connection: WebSocketConnection,
  upgrade: RawUpgrade,
  work: (raw: RawWebSocket) => Promise<void> | void,
): Promise<void> {
  const raw = await connection.dial(upgrade);
  try {
    await work(raw);
  } finally {
    raw.drop();
  }
}

/** What a frame held, or what became of the connection where none came. */
export const observeFrame = async (
  raw: RawWebSocket,
  frame: SeenFrame | undefined,
  part: 'text' | 'header' = 'text',
): Promise<Observation> => frame?.[part] ?? raw.fate(0);

/** Judges that a request was answered with a result; `what` completes "expected …". */
export async function judgeAnswer<R extends RequirementId>(
  t: WebSocketContext<R>,
  requirement: NoInfer<R>,
  raw: RawWebSocket,
  answer: SeenFrame | undefined,
  what: string,
): Promise<boolean> {
  return t.satisfies(requirement, await observeFrame(raw, answer), () => isResult(answer?.json), what);
}

/** The status of an upgrade, or what became of it where there is none. */
export const observeUpgrade = async (raw: RawWebSocket): Promise<Observation> => raw.status ?? raw.fate(0);

export const isRefused = (status: unknown): boolean => typeof status === 'number' && status >= 400;

/** Whether the server hung up in place of an answer to the upgrade. */
export const isDropped = (raw: RawWebSocket, seen: Observation): boolean =>
  raw.status === undefined && isObject(seen.value) && seen.value['open'] === false;

/**
 * The pong to a ping that was sent when `known` frames had come: one with its bytes. Where none comes, any other, from a
 * server that sent no more pongs than it was `asked` for: heartbeats are pongs too, and answer nothing.
 */
export async function findPong(
  raw: RawWebSocket,
  payload: Uint8Array,
  { known, asked }: { known: number; asked: number },
): Promise<SeenFrame | undefined> {
  const isPong = ({ opcode }: SeenFrame) => opcode === OPCODE.pong;
  const isNew = (frame: SeenFrame) => isPong(frame) && raw.frames.indexOf(frame) >= known;
  const own = await raw.next((frame) => isNew(frame) && Buffer.compare(frame.payload, payload) === 0, END_MS);
  if (own !== undefined || raw.frames.filter(isPong).length > asked) return own;
  return raw.frames.find(isNew);
}

/**
 * After what no server may go on from: the connection has to end. Returns what was seen of that, for more to be judged
 * by; nothing where it went on.
 */
export async function judgeEnded<R extends RequirementId>(
  t: WebSocketContext<R>,
  requirement: NoInfer<R>,
  client: Talk,
  what: string,
): Promise<Observation<Fate> | undefined> {
  const { raw } = client;
  const expectation = `the connection to end after ${what}`;
  const ending = ({ open, closing }: Fate) => !open || closing;
  if (!ending((await raw.fate(AFFRONTED_MS, 'closing')).value)) {
    const probe = client.probe();
    client.say(probe);
    const went = await raw.next(
      (frame) => frame.opcode === OPCODE.close || isAnswer(frame, probe.id),
      END_MS,
    );
    if (went !== undefined && went.opcode !== OPCODE.close) {
      t.satisfies(requirement, went.text, () => false, expectation);
      return undefined;
    }
  }
  const fate = await raw.fate(END_MS, 'closing');
  return t.satisfies(requirement, fate, ending, expectation) ? fate : undefined;
}

/** What the close frame after an affront should hold, and must not. */
export function judgeCode(
  t: WebSocketContext<'rfc6455.failure-says-why' | 'rfc6455.no-reserved-close-code'>,
  fate: Observation<Fate>,
  code: number,
): void {
  t.satisfies(
    'rfc6455.failure-says-why',
    fate,
    (seen) => seen.code === code,
    `a close frame with the code ${code}`,
  );
  judgeReserved(t, fate);
}

export function judgeReserved(
  t: WebSocketContext<'rfc6455.no-reserved-close-code'>,
  fate: Observation<Fate>,
): void {
  const { code } = fate.value;
  if (code === undefined)
    return t.notApplicable('rfc6455.no-reserved-close-code', 'no close frame here had a code');
  const sendable = code >= 1000 && code < 5000 && ![1004, 1005, 1006, 1015].includes(code);
  t.satisfies('rfc6455.no-reserved-close-code', fate, () => sendable, 'a code that may be sent');
}
