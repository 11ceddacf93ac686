/** Messages and channels as observers see them. */
import { isObject, type Json } from '../../adapters/json.js';
import type { Ended, Opened } from '../../adapters/adapter.js';
import { readPointer, observe, type Observation } from '../../adapters/observation.js';
import type {
  MessageKind,
  ReceivedMessage,
  SentMessage,
  SpokenMessage,
  WatchedChannel,
} from '../../suites/observer.js';
import { slimOf } from './slim.js';
import type { OwnTalk } from './talk.js';

/** Messages of ours that a channel keeps. */
const MAX_SENT = 1_000;
/** Event ids that a channel keeps. */
const MAX_EVENT_IDS = 10_000;

/** Where a message was seen, and what it was. */
export interface Sighting {
  document: Json;
  on: OwnWatched;
  session: OwnTalk;
  entry: number;
  batched: boolean;
}

class Spoken implements SpokenMessage {
  document: Json;
  readonly on: OwnWatched;
  readonly session: OwnTalk;
  readonly entry: number;
  readonly batched: boolean;
  readonly atMs = performance.now();
  readonly kind: MessageKind;

  constructor({ document, on, session, entry, batched }: Sighting) {
    this.document = document;
    this.on = on;
    this.session = session;
    this.entry = entry;
    this.batched = batched;
    this.kind = kindOf(document);
  }

  /** Once everybody was told, only what may be looked up later is kept: a message may have megabytes, and a connection thousands. */
  slim(): void {
    this.document = slimOf(this.document);
  }

  get channel(): string {
    return this.on.id;
  }

  get id(): unknown {
    return this.document['id'];
  }

  get method(): string | undefined {
    const { method } = this.document;
    return typeof method === 'string' ? method : undefined;
  }

  get params(): Json {
    const { params } = this.document;
    return isObject(params) ? params : {};
  }

  at<T = unknown>(pointer: string): Observation<T> {
    return observe(readPointer(this.document, pointer) as T, pointer, [this.entry]);
  }
}

export class OwnSent extends Spoken implements SentMessage {
  right = false;
  /** It is a document from its beginning to its end. */
  whole = true;
  dressed = false;
  replies = 0;
  /** Replies that may come: more than one where an id was used again before it was answered. */
  owed = 1;
  reply: ReceivedMessage | undefined;
  cancelled = false;
  /** Who had the connection when it was sent, and whether that is over. */
  by: { readonly over: boolean } | undefined;
  /** The version that it names, where it names one. */
  version: unknown;
}

export class OwnReceived extends Spoken implements ReceivedMessage {
  ofRevision = true;
  answers: OwnSent | undefined;
  excused = false;
  validate: (message: OwnReceived) => readonly { pointer: string; message: string }[] = () => [];

  get isError(): boolean {
    return 'error' in this.document;
  }

  violations(): readonly { pointer: string; message: string }[] {
    return this.validate(this);
  }
}

function kindOf(document: Json): MessageKind {
  if ('method' in document) return 'id' in document ? 'request' : 'notification';
  return 'result' in document || 'error' in document ? 'response' : 'unknown';
}

export class OwnWatched implements WatchedChannel {
  readonly id: string;
  /** Within a scope, replies are matched to requests. */
  readonly scope: Scope;
  readonly perRequest: boolean;
  readonly sent: OwnSent[] = [];
  readonly eventIds: Observation<string>[] = [];
  listens = false;
  session: OwnTalk;
  received = 0;
  last: OwnReceived | undefined;
  opened: Opened | undefined;
  ended: Ended | undefined;

  constructor(id: string, scope: Scope, session: OwnTalk, perRequest: boolean) {
    this.id = id;
    this.scope = scope;
    this.session = session;
    this.perRequest = perRequest;
  }

  get resumed(): boolean {
    return this.scope.open;
  }

  keep(message: OwnSent): void {
    if (this.sent.length >= MAX_SENT) this.sent.shift();
    this.sent.push(message);
  }

  eventId(id: string, entry: number): void {
    if (this.eventIds.length < MAX_EVENT_IDS) this.eventIds.push(observe(id, 'the id of an event', [entry]));
  }
}

/** Where ids mean the same: the conversation, or one exchange beside it. */
export interface Scope {
  readonly requests: Map<string, OwnSent>;
  /** Replies that may come for what was sent bent, or cannot be read in what was sent. */
  bent: number;
  /** Something was sent in parts. */
  blurred: boolean;
  /** The exchange is a scenario's own: its envelope may be bent too. */
  readonly raw: boolean;
  /** Its replies may be to requests of elsewhere: a stream that is resumed. */
  readonly open: boolean;
}

export const newScope = (raw: boolean, open = false): Scope => ({
  requests: new Map(),
  bent: 0,
  blurred: false,
  raw,
  open,
});
