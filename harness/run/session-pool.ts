import { eraOf, type Revision } from '../../adapters/revision.js';
import type { SessionOptions } from '../../suites/session.js';
import type { Hello, LiveSession, Inspector } from '../session/session.js';
import { openSession, type Opening, reopen } from '../session/open.js';
import type { OpenConnection, Kind, TransportTarget } from './transport-target.js';

/** A session that cases use one after the other. */
interface Idle {
  berth: OpenConnection;
  hello: Hello;
  /** Nobody has judged its handshake yet. */
  unjudged?: true;
}

export interface Loan {
  session: LiveSession;
  berth: OpenConnection;
  /** Transcript entries of the handshake, which every case on this session may cite. */
  opening: readonly number[];
  /** Back to the others, or closed where it is no longer fit for use. */
  giveBack(fit: boolean): void;
}

export type PlainLoan = Pick<Loan, 'berth' | 'giveBack'>;

/**
 * Connections of one transport at one revision. Starting a Node server takes 110 to 150 ms of a core, so cases that
 * leave nothing behind share sessions, and the next process starts while the present case still works.
 */
export class Lender {
  readonly station: TransportTarget;
  readonly revision: Revision;
  readonly #o: Opening;
  /** By the options of their handshake; in the modern era those travel with each request, and any session will do. */
  readonly #idle = new Map<string, Idle[]>();
  readonly #plain: OpenConnection[] = [];
  #spare: Promise<OpenConnection> | undefined;
  #expected = 0;

  constructor(station: TransportTarget, revision: Revision, o: Opening) {
    this.station = station;
    this.revision = revision;
    this.#o = o;
  }

  /** Every message has a channel of its own, at least in this era. */
  get perRequest(): boolean {
    return this.station.adapter.traits(eraOf(this.revision)).channelPerRequest;
  }

  /** How many connections of their own the remaining cases will want: as long as there are any, one is kept ready. */
  expect(count: number): void {
    this.#expected += count;
  }

  /** Takes over the session of the survey, which saves the start of a process. */
  adopt(berth: OpenConnection, hello: Hello): void {
    const link = berth.link();
    link.tidy();
    link.listener = undefined;
    berth.transcript.forget(new Set(hello.entries));
    if (berth.closing || link.over !== undefined) void berth.close('abrupt');
    else this.#idle.set(this.#key('shared'), [{ berth, hello, unjudged: true }]);
  }

  #key(kind: Kind, options?: SessionOptions): string {
    return `${kind} ${eraOf(this.revision) === 'modern' ? '' : JSON.stringify(options ?? {})}`;
  }

  async connect(kind: Kind): Promise<OpenConnection> {
    // Where the host starts processes for `own` leases, those are not interchangeable with shared ones.
    if (kind !== 'shared' && this.perRequest) return this.station.connect(this.revision, kind);
    const ready = this.#spare;
    this.#spare = undefined;
    this.#expected -= 1;
    if (this.#expected > 0) {
      this.#spare = this.station.connect(this.revision, 'shared');
      this.#spare.catch(() => undefined);
    }
    return (
      ready?.catch(() => this.station.connect(this.revision, 'shared')) ??
      this.station.connect(this.revision, 'shared')
    );
  }

  async lend(kind: 'shared' | 'exclusive', inspect: Inspector, options?: SessionOptions): Promise<Loan> {
    const key = this.#key(kind, options);
    // A process that is its connection is nobody else's while it is lent; what an exclusive case made of it stays there.
    const idle = this.#take(key) ?? (this.perRequest ? undefined : this.#take(this.#key('shared', options)));
    const common = {
      revision: this.revision,
      inspect,
      ...this.#o,
      ...(options === undefined ? {} : { options }),
    };
    if (idle !== undefined) {
      const session = reopen({ link: idle.berth.link(), ...common }, idle.hello);
      if (idle.unjudged) session.inspectHello();
      return this.#loan(session, idle.berth, key);
    }
    const berth = await this.station.connect(this.revision, kind);
    try {
      return this.#loan(await openSession({ link: berth.link(), ...common }), berth, key);
    } catch (error) {
      void berth.close('abrupt');
      throw error;
    }
  }

  /** One that still lives: a server may end a connection on which nobody has said anything for a while. */
  #take(key: string): Idle | undefined {
    const idle = this.#idle.get(key) ?? [];
    for (let one = idle.pop(); one !== undefined; one = idle.pop()) {
      if (!one.berth.closing && one.berth.link().over === undefined) return one;
      void one.berth.close('abrupt');
    }
    return undefined;
  }

  #loan(session: LiveSession, berth: OpenConnection, key: string): Loan {
    const { hello } = session;
    const opening = hello.entries;
    return {
      session,
      berth,
      opening,
      giveBack: (fit) => {
        const link = berth.link();
        link.tidy();
        if (!fit || berth.closing || link.over !== undefined) {
          void berth.close('abrupt');
          return;
        }
        berth.transcript.forget(new Set(opening));
        link.listener = undefined;
        this.#idle.set(key, [...(this.#idle.get(key) ?? []), { berth, hello }]);
      },
    };
  }

  /** A connection without a session on it: whoever had it before knows how far its handshake got. */
  async lendPlain(): Promise<PlainLoan> {
    const berth = this.#plain.pop() ?? (await this.station.connect(this.revision, 'shared'));
    let over = false;
    void berth.connection.listen().ended.then(() => (over = true));
    return {
      berth,
      giveBack: (fit) => {
        berth.transcript.forget(new Set());
        if (fit && !over && !berth.closing) this.#plain.push(berth);
        else void berth.close('abrupt');
      },
    };
  }

  async clear(): Promise<void> {
    const spare = await this.#spare?.catch(() => undefined);
    const open = [spare, ...this.#plain, ...[...this.#idle.values()].flat().map((idle) => idle.berth)].filter(
      (berth) => berth !== undefined,
    );
    await Promise.all(open.map((berth) => berth.close('graceful')));
  }
}
