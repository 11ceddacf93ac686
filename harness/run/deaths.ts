/** Who was with a server when it went. */
import type { Entry } from '../../adapters/transcript.js';
import type { Death } from '../../containers/targets/target.js';
import type { Unheard } from './control.js';
import { isHazard } from './hazards.js';
import type { PlannedCase } from './plan.js';

/** Milliseconds for which a case that is over may still be what a server dies of. */
const AFTERMATH_MS = 1_000;
/** Ends of servers that are looked into; one that dies of everything is known by then. */
const MAX_DEATHS = 20;

/** A server that ended, or fell silent, and nobody had asked it to. */
export interface Loss {
  death: Death;
  /** Cases that it may have died of, the likeliest first. */
  suspects: PlannedCase[];
  /** Set where nothing can be started in its place: the request that was not answered any more. */
  final?: Unheard;
  /** The case was with it alone, and it answered before. */
  alone?: true;
}

/** When something crossed the wire in a case, by the clock of transcripts. */
export interface Signs {
  said?: number;
  heard?: number;
  /** The first that was said on a connection after the last that was heard there. */
  unanswered?: number;
}

interface Stay extends Signs {
  planned: PlannedCase;
  began: number;
  ended?: number;
}

/** Keeps who is with the target, and what became of it. */
export class Deaths {
  readonly #stays: Stay[] = [];
  readonly #losses = new Map<Death, Loss>();
  readonly #touched = new Set<PlannedCase>();

  began(planned: PlannedCase): void {
    this.#stays.push({ planned, began: performance.now() });
  }

  /** What the case saw of the target, once its conversation is over. */
  tell(planned: PlannedCase, signs: Signs): void {
    const stay = this.#stays.findLast((one) => one.planned === planned);
    if (stay !== undefined) Object.assign(stay, signs);
  }

  ended(planned: PlannedCase): void {
    const stay = this.#stays.findLast((one) => one.planned === planned);
    if (stay !== undefined) stay.ended = performance.now();
  }

  /** Cases that have begun and not ended. */
  running(): PlannedCase[] {
    return this.#stays.filter(({ ended }) => ended === undefined).map(({ planned }) => planned);
  }

  /**
   * A server ended by itself. Several transports may tell of the same one. `of`: the only case that can have done it, where a
   * server is no one else's; a case that breaks servers of its own is never to blame.
   */
  seen(death: Death, transport: string, of?: PlannedCase): void {
    const suspects = of === undefined ? this.#presentOn(transport) : [of];
    for (const { planned, ended } of this.#staysOn(transport))
      if (ended === undefined) this.#touched.add(planned);
    this.#note(death, { suspects: suspects.sort((a, b) => rank(a) - rank(b)) });
  }

  /**
   * A server was found gone, some time after it went: what its cases saw of it tells when that was. `alone`: it answered
   * before that case, and nothing else ran since.
   */
  missed(death: Death, transport: string, o: { alone?: PlannedCase; final?: Unheard }): PlannedCase[] {
    const alive = Math.max(...this.#staysOn(transport).map(({ heard = -Infinity }) => heard));
    for (const { planned, ended = Infinity } of this.#staysOn(transport))
      if (ended >= alive) this.#touched.add(planned);
    const suspects = o.alone === undefined ? this.#lastOn(transport, alive) : [o.alone];
    const { final } = o;
    this.#note(death, {
      suspects,
      ...(final === undefined ? {} : { final }),
      ...(o.alone === undefined ? {} : { alone: true }),
    });
    return suspects;
  }

  /** Whether a server went while the case ran: what it could not see then is to be looked at again. */
  touched(planned: PlannedCase): boolean {
    return this.#touched.has(planned);
  }

  /** All that was seen since the last time. */
  take(): Loss[] {
    const losses = [...this.#losses.values()];
    this.#losses.clear();
    return losses;
  }

  #note(death: Death, loss: Omit<Loss, 'death'>): void {
    const known = this.#losses.get(death);
    if (known !== undefined) known.suspects.push(...loss.suspects);
    else if (this.#losses.size < MAX_DEATHS) this.#losses.set(death, { death, ...loss });
  }

  #staysOn(transport: string): Stay[] {
    return this.#stays.filter(
      ({ planned }) => planned.transport === transport && planned.scenario.needs.server === undefined,
    );
  }

  /** Those that run, then those that were over a moment before; where there is none, the last that was there. */
  #presentOn(transport: string): PlannedCase[] {
    const now = performance.now();
    const there = this.#staysOn(transport).sort(
      (a, b) => (b.ended ?? Infinity) - (a.ended ?? Infinity) || b.began - a.began,
    );
    const recent = there.filter(({ ended = now }) => now - ended <= AFTERMATH_MS);
    return planned(recent.length > 0 ? recent : there.slice(0, 1));
  }

  /**
   * Those that had said something when the target was last heard, or just before. First the ones that were left without an
   * answer about then: what kills is answered no more.
   */
  #lastOn(transport: string, alive: number): PlannedCase[] {
    const distance = ({ unanswered }: Stay): number =>
      unanswered === undefined ? Infinity : Math.abs(unanswered - alive);
    const there = this.#staysOn(transport)
      .filter(({ said, ended = Infinity }) => said !== undefined && ended >= alive - AFTERMATH_MS)
      .sort((a, b) => (b.ended ?? Infinity) - (a.ended ?? Infinity))
      // Two that were both answered to the end are equally far.
      .sort((a, b) => (distance(a) < distance(b) ? -1 : distance(a) > distance(b) ? 1 : 0));
    return there.length > 0 ? planned(there) : this.#presentOn(transport);
  }
}

/** What the transcripts of a case say of the target: one for each of its connections. */
export function readSigns(transcripts: readonly (readonly Entry[])[]): Signs {
  const last = (direction: Entry['direction']): number =>
    Math.max(
      ...transcripts.map(
        (entries) => entries.findLast((entry) => entry.direction === direction)?.at ?? -Infinity,
      ),
    );
  const [said, heard] = [last('out'), last('in')];
  const unanswered = transcripts.flatMap((entries) => {
    const before = entries.findLastIndex(({ direction }) => direction === 'in');
    return entries.slice(before + 1).find(({ direction }) => direction === 'out')?.at ?? [];
  });
  return {
    ...(said === -Infinity ? {} : { said }),
    ...(heard === -Infinity ? {} : { heard }),
    ...(unanswered.length === 0 ? {} : { unanswered: Math.min(...unanswered) }),
  };
}

const planned = (stays: readonly Stay[]): PlannedCase[] => [...new Set(stays.map((stay) => stay.planned))];

/** What nobody expects is likelier than what is said by hand, and that than an ordinary conversation. */
const rank = (one: PlannedCase): number => (isHazard(one) ? 0 : one.scenario.transport !== undefined ? 1 : 2);
