/** The observers of one connection, and whose case their findings belong to. */
import { isDeepStrictEqual } from 'node:util';
import type { Connection } from '../../adapters/adapter.js';
import type { Observation } from '../../adapters/observation.js';
import { getEra } from '../../adapters/revision.js';
import type { Transcript } from '../../adapters/transcript.js';
import { isCovered } from '../../suites/scenario.js';
import { loadObservers } from '../../suites/index.js';
import type { Observer, ObserverContext, SpokenMessage, Watching } from '../../suites/observer.js';
import type { CaseChecks } from '../run/checks.js';
import { loadContract, type Contract } from '../wire/index.js';
import type { Revision } from '../../adapters/revision.js';
import { Conversation } from './conversation.js';
import { tapConnection } from './tap.js';

/** Who has a connection at the moment: what is found on it is theirs. */
export interface Holder {
  ledger: Pick<CaseChecks, 'observed' | 'take'>;
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

/** The observers of one connection, from its opening to its end. */
export class Watch {
  readonly revision: Revision;
  /** Keeps what was found while nobody had the connection. */
  readonly unheld: CaseChecks;
  readonly #watching: Watching<never>[];
  readonly #context: ObserverContext<never>;
  #holder: Holder | undefined;
  #fault: Error | undefined;
  #isClosed = false;

  constructor({ contract, observers }: Observing, unheld: CaseChecks) {
    this.revision = contract.revision;
    this.unheld = unheld;
    this.#watching = observers.map(({ watch }) => watch());
    this.#context = this.#contextOf(contract.revision);
  }

  /** The connection with the observers listening. */
  tap<C extends Connection>(connection: C, contract: Contract, transcript: Transcript): C {
    const conversation = new Conversation(contract, connection.traits.channelPerRequest, {
      sent: (message) => this.#tell((one, t) => one.sent?.(message, t)),
      received: (message) => this.#tell((one, t) => one.received?.(message, t)),
      opened: (channel) => this.#tell((one, t) => one.opened?.(channel, t)),
      ended: (channel) => this.#tell((one, t) => one.ended?.(channel, t)),
    });
    return tapConnection(connection, conversation, transcript, () => this.#closed());
  }

  /** From now on findings are this one's, and those that nobody took so far. */
  heldBy(holder: Holder): void {
    this.#holder = holder;
    holder.ledger.take(this.unheld);
    if (this.#fault !== undefined) holder.fault(this.#fault);
    this.#fault = undefined;
  }

  release(): void {
    this.#holder = undefined;
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#tell((one, t) => one.closed?.(t));
  }

  #tell(tell: (one: Watching<never>, t: ObserverContext<never>) => void): void {
    for (const one of this.#watching) {
      try {
        tell(one, this.#context);
      } catch (error) {
        const fault = error instanceof Error ? error : new Error(String(error));
        if (this.#holder === undefined) this.#fault ??= fault;
        else this.#holder.fault(fault);
      }
    }
  }

  #contextOf(revision: Revision): ObserverContext<never> {
    const observed = (
      id: never,
      held: boolean,
      words: { expected: string; received: string },
      entries: readonly number[],
      beside: readonly SpokenMessage[],
    ): boolean => {
      const seen = new Set([...entries, ...beside.map(({ entry }) => entry)]);
      (this.#holder?.ledger ?? this.unheld).observed(id, held, words, seen);
      return held;
    };
    const { unheld } = this;
    const quoted = ({ value, at }: Observation): string => unheld.quote(value, at);
    return {
      era: getEra(revision),
      revision,
      equal(id, observation, expected, ...beside) {
        const words = { expected: unheld.clipped(expected), received: quoted(observation) };
        const held = isDeepStrictEqual(observation.value, expected);
        return observed(id, held, words, observation.entries, beside);
      },
      satisfies(id, observation, predicate, expected, ...beside) {
        const words = { expected, received: quoted(observation) };
        return observed(id, predicate(observation.value), words, observation.entries, beside);
      },
      judge: (id, held, words, message, ...beside) => observed(id, held, words, [message.entry], beside),
    };
  }
}
