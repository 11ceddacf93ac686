/** Keeps open sessions of one transport and revision, and lends them to one case after another. */
import { getEra, type Revision } from '../../adapters/revision.js';
import type { SessionOptions } from '../../suites/session.js';
import type { Hello, LiveSession, SelfCheck } from '../session/session.js';
import { openSession, type SessionDefaults, reopen } from '../session/open.js';
import { Line } from './line.js';
import { Spares } from './spares.js';
import type { OpenConnection, ConnectionKind, TransportTarget } from './transport-target.js';

/** Milliseconds that a case waits at most for another that speaks by hand; then it has a server of its own. */
const BY_HAND_MS = 1_000;
/** The same for another that reads lists. */
const LISTS_MS = 5_000;
/** The key of connections on which nothing but lists was asked. */
const LISTS = 'lists';

/** A session that cases use one after the other. */
interface Idle {
  open: OpenConnection;
  /** Absent where none was said. */
  hello?: Hello;
}

export interface PooledSession {
  session: LiveSession;
  open: OpenConnection;
  /** Transcript entries of the handshake, which every case on this session may cite. */
  handshakeEntries: readonly number[];
  /** Back to the others, or closed where it is no longer fit for use, or spent by who had it last. */
  release(fit: boolean | 'spent'): void;
}

export type PooledConnection = Pick<PooledSession, 'open' | 'release'>;

/**
 * Connections of one transport at one revision. Starting a Node server takes 110 to 150 ms of a core, so cases that
 * leave nothing behind share sessions, and the next process starts while the present case still works.
 */
export class SessionPool {
  readonly transportTarget: TransportTarget;
  readonly revision: Revision;
  readonly #defaults: SessionDefaults;
  /** By the options of their handshake; in the modern era those travel with each request, and any session will do. */
  readonly #idle = new Map<string, Idle[]>();
  readonly #plain: OpenConnection[] = [];
  readonly #byHand = new Line();
  readonly #readingLists = new Line();
  #spares: Spares;
  /** Its sessions are on connections that were opened ahead. */
  #takesSpares = false;
  /** Its servers take long to start. */
  readonly isSlow: boolean;

  constructor(transportTarget: TransportTarget, revision: Revision, o: SessionDefaults, isSlow = false) {
    this.transportTarget = transportTarget;
    this.revision = revision;
    this.#defaults = o;
    this.isSlow = isSlow;
    // Where the host starts processes for `own` leases, those are not interchangeable with shared ones.
    const kind = this.perRequest ? 'own' : 'shared';
    this.#spares = new Spares(() => transportTarget.connect(revision, kind));
  }

  /** A pool for those who run alone one after the other: with connections that were opened ahead, and nobody else's sessions. */
  apart(): SessionPool {
    const pool = new SessionPool(this.transportTarget, this.revision, this.#defaults, this.isSlow);
    pool.#spares = this.#spares;
    pool.#takesSpares = true;
    return pool;
  }

  /** Every message has a channel of its own, at least in this era. */
  get perRequest(): boolean {
    return this.transportTarget.adapter.traits(getEra(this.revision)).channelPerRequest;
  }

  /** Each connection is a server of its own, and nobody else's. */
  get isOneServerEach(): boolean {
    return this.transportTarget.host.breakable === 'process';
  }

  /** Whoever wants a connection of its own gets a server with it, although others share one. */
  get startsOwn(): boolean {
    return this.perRequest && this.transportTarget.host.startable;
  }

  /** One more case, or several, will want a connection of its own. */
  expect(count = 1): void {
    this.#spares.expect(count);
  }

  /** Opens ahead what is kept ready, without waiting for the first to be taken. */
  stockUp(): void {
    this.#spares.fill();
  }

  /** As many of the connections that are still to come are opened ahead, at once. */
  keepReady(count: number): void {
    this.#spares.keepReady(count);
  }

  /** Takes over the session of the survey, or of a case that left it as it would be for anybody: that saves the start of a process. */
  adopt(open: OpenConnection, hello: Hello): void {
    const dispatcher = open.dispatcher();
    dispatcher.tidy();
    dispatcher.listener = undefined;
    forget(open, hello.entries);
    if (open.closing || dispatcher.over !== undefined) void open.close('abrupt');
    else this.#keep(this.#key('shared'), { open, hello });
  }

  #key(kind: ConnectionKind, options?: SessionOptions): string {
    return `${kind} ${getEra(this.revision) === 'modern' ? '' : JSON.stringify(options ?? {})}`;
  }

  /** A connection of one's own; where it is its server, any will do. */
  async connect(kind: ConnectionKind): Promise<OpenConnection> {
    return this.perRequest && kind !== 'own'
      ? this.transportTarget.connect(this.revision, kind)
      : this.#spares.take();
  }

  /** What was opened ahead for whoever comes is taken where a new one would have to be waited for. */
  #connect(kind: ConnectionKind): Promise<OpenConnection> {
    const isAhead = this.#takesSpares || (this.isSlow && this.isOneServerEach && this.#spares.isReady);
    return isAhead ? this.#spares.take() : this.transportTarget.connect(this.revision, kind);
  }

  async acquire(
    kind: 'shared' | 'exclusive',
    selfCheck: SelfCheck,
    options?: SessionOptions,
  ): Promise<PooledSession> {
    const key = this.#key(kind, options);
    // A process that is its connection is nobody else's while it is lent; what an exclusive case made of it stays there.
    const idle = this.#take(key) ?? (this.perRequest ? undefined : this.#take(this.#key('shared', options)));
    const common = {
      revision: this.revision,
      selfCheck,
      ...this.#defaults,
      ...(options === undefined ? {} : { options }),
    };
    if (idle?.hello !== undefined) {
      const session = reopen({ dispatcher: idle.open.dispatcher(), ...common }, idle.hello);
      return this.#makePooled(session, idle.open, key, idle.hello);
    }
    const open = await this.#connect(kind);
    try {
      const session = await openSession({ dispatcher: open.dispatcher(), ...common });
      return this.#makePooled(session, open, key, session.hello);
    } catch (error) {
      void open.close('abrupt');
      throw error;
    }
  }

  /**
   * A session without a handshake on a connection on which nothing was asked but lists; one case after the other, as each
   * connection is a server of its own.
   */
  async acquireForLists(selfCheck: SelfCheck, options: SessionOptions): Promise<PooledSession> {
    const leave = await this.#readingLists.enter(LISTS_MS);
    try {
      const open = this.#take(LISTS)?.open ?? (await this.connect('shared'));
      const common = { revision: this.revision, selfCheck, ...this.#defaults, options };
      const pooled = this.#makePooled(
        await openSession({ dispatcher: open.dispatcher(), ...common }),
        open,
        LISTS,
      );
      const release = (fit: boolean | 'spent'): void => {
        pooled.release(fit);
        leave();
      };
      return { ...pooled, release };
    } catch (error) {
      leave();
      throw error;
    }
  }

  #keep(key: string, idle: Idle): void {
    this.#idle.set(key, [...(this.#idle.get(key) ?? []), idle]);
  }

  /** One that still lives: a server may end a connection on which nobody has said anything for a while. */
  #take(key: string): Idle | undefined {
    const idle = this.#idle.get(key) ?? [];
    for (let one = idle.pop(); one !== undefined; one = idle.pop()) {
      if (!one.open.closing && one.open.dispatcher().over === undefined) return one;
      void one.open.close('abrupt');
    }
    return undefined;
  }

  #makePooled(session: LiveSession, open: OpenConnection, key: string, hello?: Hello): PooledSession {
    const handshakeEntries = hello?.entries ?? [];
    return {
      session,
      open,
      handshakeEntries,
      release: (fit) => {
        const dispatcher = open.dispatcher();
        dispatcher.tidy();
        if (fit !== true || open.closing || dispatcher.over !== undefined) {
          void open.close(fit === 'spent' ? 'graceful' : 'abrupt');
          return;
        }
        forget(open, handshakeEntries);
        dispatcher.listener = undefined;
        this.#keep(key, hello === undefined ? { open } : { open, hello });
      },
    };
  }

  /** A connection without a session on it: whoever had it before knows how far its handshake got. */
  async acquireConnection(): Promise<PooledConnection> {
    // One after the other, where another one would be another server.
    const leave = await this.#byHand.enter(this.isOneServerEach ? BY_HAND_MS : 0);
    const open =
      this.#plain.pop() ??
      (await this.#connect('shared').catch((error: unknown) => {
        leave();
        throw error;
      }));
    let over = false;
    void open.connection.listen().ended.then(() => (over = true));
    return {
      open,
      release: (fit) => {
        forget(open, []);
        if (fit === true && !over && !open.closing) this.#plain.push(open);
        else void open.close('abrupt');
        leave();
      },
    };
  }

  /** Forgets every connection that nobody has at the moment: the server at their other end is gone. */
  discard(): void {
    for (const open of this.#shared()) void open.close('abrupt');
    this.#plain.length = 0;
    this.#idle.clear();
  }

  /** Begins to end what only cases in company share, or those that ran alone one after the other, when there are none any more: a server may take its time. */
  retire(): void {
    for (const { open, hello } of [...this.#idle.values()].flat()) {
      // Where a reply is owed that never comes, a server may wait with its end for it.
      const isHeldUp = hello !== undefined && !this.isOneServerEach && open.dispatcher().isOwedReply;
      void open.close(isHeldUp ? 'abrupt' : 'graceful');
    }
    for (const open of this.#plain) void open.close('graceful');
    this.#plain.length = 0;
    this.#idle.clear();
  }

  /** Begins to end all that is left. Whoever opened it waits for it. */
  async clear(): Promise<void> {
    this.retire();
    for (const open of await this.#spares.drain()) void open.close('graceful');
  }

  #shared(): OpenConnection[] {
    return [...this.#plain, ...[...this.#idle.values()].flat().map((idle) => idle.open)];
  }
}

/** All but its opening, which those who get it next may cite. */
const forget = ({ transcript }: OpenConnection, handshakeEntries: readonly number[]): void =>
  transcript.forget(new Set(handshakeEntries));
