/** The observers of one connection, and whose case their findings belong to. */
import { isDeepStrictEqual } from 'node:util';
import type { Connection } from '../../adapters/adapter.js';
import type { Observation } from '../../adapters/observation.js';
import { isObject } from '../../adapters/json.js';
import { Secrets } from '../../adapters/secrets.js';
import { getEra } from '../../adapters/revision.js';
import type { Transcript } from '../../adapters/transcript.js';
import { isCovered } from '../../suites/scenario.js';
import { loadObservers } from '../../suites/index.js';
import type { Observer, ObserverContext, SentMessage, SpokenMessage } from '../../suites/observer.js';
import type { CaseChecks, Words } from '../run/checks.js';
import { loadContract, type Contract } from '../wire/index.js';
import type { Revision } from '../../adapters/revision.js';
import { Conversation } from './conversation.js';
import { sortByMoment, type Listeners, type Moments } from './listeners.js';
import { OwnReceived, OwnSent } from './message.js';
import { tapConnection } from './tap.js';
import type { Unclaimed } from './unclaimed.js';

/** Who has a connection at the moment: what is found on it in answer to what they say is theirs. */
export interface Holder {
  checks: CaseChecks;
  /** Its report is made: nothing more can be added. */
  readonly over: boolean;
  /** An exception of an observer: ours, never the target's. */
  fault(error: Error): void;
}

/** What observers need to be there before a connection is opened. */
export interface Observing {
  contract: Contract;
  observers: readonly Observer[];
}

/** The observers of one transport at one revision. */
export async function observersFor(transport: string, revision: Revision): Promise<Observing> {
  const [contract, all] = await Promise.all([loadContract(revision), loadObservers()]);
  const observers = [...all.values()].filter(
    (one) => isCovered(one.revisions, revision) && (one.transports?.includes(transport) ?? true),
  );
  return { contract, observers };
}

/** Whom a moment belongs to, and whether it comes whenever the same is said again. */
interface Subject {
  of: Holder | undefined;
  /** Not so, it depends on chance whether the case is still there to see it: what holds counts for no case then. */
  isTimely: boolean;
  /** It is to a request of whoever that is, also where that is nobody. */
  isReply?: boolean;
}

/** The observers of one connection, from its opening to its end. */
export class Watch {
  readonly revision: Revision;
  readonly #unclaimed: Unclaimed;
  readonly #credentials: Secrets;
  /** Who wants to be told of what. */
  readonly #listeners: Listeners;
  readonly #context: ObserverContext<never>;
  #transcript: Transcript | undefined;
  #connection: Connection | undefined;
  #holder: Holder | undefined;
  #fault: Error | undefined;
  #isClosed = false;
  #subject: Subject = { of: undefined, isTimely: false };

  /** `credentials`: what the target was given for this run and must not tell. Observers may ask for them, and never see one. */
  constructor({ contract, observers }: Observing, unclaimed: Unclaimed, credentials = new Secrets()) {
    this.revision = contract.revision;
    this.#credentials = credentials;
    this.#unclaimed = unclaimed;
    this.#listeners = sortByMoment(observers.map(({ watch }) => watch()));
    this.#context = this.#makeContext(contract.revision);
  }

  /** The connection with the observers listening. */
  tap<C extends Connection>(connection: C, contract: Contract, transcript: Transcript): C {
    this.#transcript = transcript;
    this.#connection = connection;
    const conversation = new Conversation(contract, connection.traits.channelPerRequest, {
      sent: (message) => {
        message.by = this.#holder;
        this.#tell('sent', message, { of: this.#holder, isTimely: true });
      },
      received: (message) => this.#tell('received', message, subjectOf(message)),
      // Nobody can say whose doing a line is.
      came: (arrived) => this.#tell('came', arrived, { of: undefined, isTimely: false }),
      opened: (channel) => {
        const [request] = channel.sent;
        const isTimely = request?.kind === 'request';
        this.#tell('opened', channel, { of: holderOf(request), isTimely });
      },
      // An end comes when it comes: the case that asked may be over by then.
      ended: (channel) => {
        const of = channel.perRequest ? holderOf(channel.sent[0]) : undefined;
        this.#tell('ended', channel, { of, isTimely: false });
      },
    });
    return tapConnection(connection, conversation, transcript, () => this.#closed());
  }

  /** From now on what is asked is asked by this one. */
  holdFor(holder: Holder): void {
    this.#holder = holder;
    if (this.#fault !== undefined) holder.fault(this.#fault);
    this.#fault = undefined;
  }

  release(): void {
    this.#holder = undefined;
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#tell('closed', undefined, { of: undefined, isTimely: false });
  }

  #tell<M extends keyof Moments>(moment: M, what: Moments[M], subject: Subject): void {
    this.#subject = subject;
    for (const tell of this.#listeners[moment]) {
      try {
        tell(what, this.#context);
      } catch (error) {
        const fault = error instanceof Error ? error : new Error(String(error));
        if (this.#holder === undefined) this.#fault ??= fault;
        else this.#holder.fault(fault);
      }
    }
  }

  /**
   * Whose finding it is. What holds is a case's only where it comes each time that the case runs. A violation is told by
   * whoever asked, else by whoever was there.
   */
  #claimant(held: boolean, beside: readonly SpokenMessage[]): Holder | undefined {
    const { of, isTimely, isReply = false } = this.#subject;
    // What rests on what somebody else said before does not come each time.
    const isOwn = isTimely && beside.every((one) => isOf(one, of));
    const claimant = held ? (isOwn ? of : undefined) : isReply ? of : (of ?? this.#holder);
    return claimant?.over === true ? undefined : claimant;
  }

  #makeContext(revision: Revision): ObserverContext<never> {
    const record = (
      id: never,
      held: boolean,
      tell: () => Words,
      entries: readonly number[],
      beside: readonly SpokenMessage[],
    ): boolean => {
      const seen = new Set([...entries, ...beside.map(({ entry }) => entry)]);
      const claimant = this.#claimant(held, beside);
      if (claimant !== undefined) claimant.checks.observed(id, held, tell, seen);
      else if (this.#transcript !== undefined)
        this.#unclaimed.observed(id, held, tell, seen, this.#transcript);
      return held;
    };
    const { checks } = this.#unclaimed;
    const credentials = this.#credentials;
    const isWhole = (): boolean => this.#connection?.unseen?.() === undefined;
    const quoted = ({ value, at }: Observation): string => checks.quote(value, at);
    return {
      era: getEra(revision),
      revision,
      hasCredentials: !credentials.none,
      isCredentialIn: (text) => credentials.isIn(text),
      get isWhole() {
        return isWhole();
      },
      equal(id, observation, expected, ...beside) {
        const held = isDeepStrictEqual(observation.value, expected);
        const tell = (): Words => ({ expected: checks.clipped(expected), received: quoted(observation) });
        return record(id, held, tell, observation.entries, beside);
      },
      satisfies(id, observation, predicate, expected, ...beside) {
        const tell = (): Words => ({ expected, received: quoted(observation) });
        return record(id, predicate(observation.value), tell, observation.entries, beside);
      },
      judge: (id, held, words, message, ...beside) => record(id, held, () => words, [message.entry], beside),
    };
  }
}

const isOf = (message: SpokenMessage, of: Holder | undefined): boolean => {
  const asked = message instanceof OwnReceived ? message.answers : message;
  return !(asked instanceof OwnSent) || asked.by === of;
};

const holderOf = (message: OwnSent | undefined): Holder | undefined => message?.by as Holder | undefined;

/** A reply, or what comes before it on the channel of its request or under its token, comes because it was asked for. */
function subjectOf(message: OwnReceived): Subject {
  const asked = message.answers ?? (message.on.perRequest ? message.on.sent[0] : findByToken(message));
  const isFirst = message.kind === 'response' ? asked?.reply === message : asked?.replies === 0;
  const isReply = message.answers !== undefined;
  return { of: holderOf(asked), isTimely: asked !== undefined && isFirst, isReply };
}

function findByToken({ session, params, method }: OwnReceived): OwnSent | undefined {
  if (method !== 'notifications/progress') return undefined;
  const token = params['progressToken'];
  const isAsked = (one: SentMessage): boolean => {
    const meta = one.params['_meta'];
    return isObject(meta) && meta['progressToken'] === token;
  };
  return [...session.requests].findLast(isAsked) as OwnSent | undefined;
}
