/** The contract of an observer: what it is told, and what it judges with. */
import type { Json } from '../adapters/json.js';
import type { Opened, Ended } from '../adapters/adapter.js';
import type { Observation } from '../adapters/observation.js';
import type { Era, Revision } from '../adapters/revision.js';
import type { RequirementId } from './requirements/index.js';
import type { RevisionRange } from './scenario.js';
import type { Message } from './session.js';

/**
 * An observer is one file in `suites/observers/`. A scenario asks; an observer only listens. One instance follows one
 * connection from its opening to its end, whoever talks on it, and judges what both sides say. It never sends, never waits,
 * keeps bounded state, and passes only where there was something to judge.
 */
export interface Observer {
  readonly title: string;
  readonly requirements: readonly RequirementId[];
  readonly revisions: RevisionRange;
  /** Without, all. */
  readonly transports?: readonly string[];
  /** Called once for each connection; what it keeps is the state of that connection. */
  readonly watch: () => Watching<never>;
}

/** What an observer wants to hear of. Each is called in the order in which things happened. */
export interface Watching<R extends RequirementId = RequirementId> {
  /** A JSON-RPC message of ours, right or bent on purpose. */
  sent?(message: SentMessage, t: ObserverContext<R>): void;
  /** A JSON-RPC message of the server, on whatever channel. Of what is no MCP message nothing is told. */
  received?(message: ReceivedMessage, t: ObserverContext<R>): void;
  /** What came as a whole, a line or a frame, before it is told as a message, and also where it is none. */
  came?(arrived: Arrived, t: ObserverContext<R>): void;
  /** The server took or refused a channel; `channel.opened` says how. */
  opened?(channel: WatchedChannel, t: ObserverContext<R>): void;
  /** Nothing more can come on a channel; `channel.ended` says why. */
  ended?(channel: WatchedChannel, t: ObserverContext<R>): void;
  /** The connection is about to be closed by us. */
  closed?(t: ObserverContext<R>): void;
}

/** `unknown`: an object that is neither. */
export type MessageKind = 'request' | 'notification' | 'response' | 'unknown';

export interface SpokenMessage extends Message {
  readonly document: Json;
  readonly kind: MessageKind;
  readonly id: unknown;
  /** An empty object where there are none. */
  readonly params: Json;
  readonly channel: string;
  /** The channel that carried it. */
  readonly on: WatchedChannel;
  readonly session: Talk;
  /** It came in an array. */
  readonly batched: boolean;
}

export interface SentMessage extends SpokenMessage {
  /** Valid by the schema of the revision under test, and at that revision. A message that was bent on purpose is not. */
  readonly right: boolean;
  /** Its headers or metadata are as they should be: they repeat what it says. False where nobody knows. */
  readonly dressed: boolean;
  /** A request: replies that came so far, and the first of them. */
  readonly replies: number;
  /** Replies that may come: more than one where its id was used again before it was answered. */
  readonly owed: number;
  readonly reply: ReceivedMessage | undefined;
  /** A request that we cancelled, or whose channel we dropped. */
  readonly cancelled: boolean;
}

export interface ReceivedMessage extends SpokenMessage {
  /** Spoken at the revision under test; what answers a request at another version is not held to it. */
  readonly ofRevision: boolean;
  readonly isError: boolean;
  /** A response: the request that it answers by its id. */
  readonly answers: SentMessage | undefined;
  /**
   * A response that answers no request by its id, and need not: what it refuses could not be read, was bent on purpose or was
   * not seen whole.
   */
  readonly excused: boolean;
  /** What is wrong by the schema of the revision; empty where nothing is. */
  violations(): readonly { pointer: string; message: string }[];
}

/** What came as a whole. */
export interface Arrived {
  readonly text: Observation<string>;
  /** The parsed document; `undefined` where it is none. */
  readonly json: unknown;
}

/** A channel as far as it was seen. */
export interface WatchedChannel {
  readonly id: string;
  /** It carries the replies of its own requests and nothing else. */
  readonly perRequest: boolean;
  /** It may bring again what another channel brought: a stream that is resumed. */
  readonly resumed: boolean;
  /** We opened it to hear what the server says unasked, and it resumes nothing. */
  readonly listens: boolean;
  /** What was sent on it, newest last, bounded. */
  readonly sent: readonly SentMessage[];
  /** What came on it so far. */
  readonly received: number;
  readonly last: ReceivedMessage | undefined;
  /** Event ids that came on it (SSE). */
  readonly eventIds: readonly Observation<string>[];
  readonly session: Talk;
  readonly opened: Opened | undefined;
  readonly ended: Ended | undefined;
}

/** One session, or what stands for it where there is none: what was said in it so far. */
export interface Talk {
  /** Nobody else talks in it: there is one conversation on the connection, or the server gave this session an id. */
  readonly alone: boolean;
  /** The revision that `initialize` settled on; in the modern era each request names its own. */
  readonly agreed: string | undefined;
  /** What the server declared; `undefined` where nobody asked. */
  readonly server: Json | undefined;
  /** What the client declared in `initialize`; in the modern era each request declares its own. */
  readonly client: Json | undefined;
  /** Requests of ours, oldest first, bounded. */
  readonly requests: Iterable<SentMessage>;
}

/** What an observer judges with. `R` are the requirements it declared: citing another does not compile. */
export interface ObserverContext<R extends RequirementId = RequirementId> {
  readonly era: Era;
  readonly revision: Revision;
  /** Nothing can have arrived that nobody was shown; a wrapped transport may swallow what it does not know. */
  readonly isWhole: boolean;
  /** The target was given something for this run that is surely a credential: a bearer token, a variable with such a name. */
  readonly hasCredentials: boolean;
  /** Whether a text holds one of these, as it is or encoded. What they are is told to nobody. */
  isCredentialIn(text: string): boolean;
  /** Deep equality of JSON values. `beside` are other messages that the verdict rests on. */
  equal<T>(
    requirement: R,
    observation: Observation<T>,
    expected: unknown,
    ...beside: readonly SpokenMessage[]
  ): boolean;
  /** `expectation` completes "expected …". */
  satisfies<T>(
    requirement: R,
    observation: Observation<T>,
    predicate: (value: T) => boolean,
    expectation: string,
    ...beside: readonly SpokenMessage[]
  ): boolean;
  /** Where words say more than a value: what was expected, and what came in its place. */
  judge(
    requirement: R,
    held: boolean,
    words: { expected: string; received: string },
    message: SpokenMessage,
    ...beside: readonly SpokenMessage[]
  ): boolean;
}

export function defineObserver<const R extends RequirementId>(
  definition: {
    title: string;
    requirements: readonly R[];
    revisions?: RevisionRange;
    transports?: readonly string[];
  },
  watch: () => Watching<R>,
): Observer {
  return { revisions: {}, ...definition, watch };
}
