/** What becomes of a run whose target dies: started again and gone on with, or lost; and who is charged with it. */
import { ConnectError } from '../../adapters/adapter.js';
import { settledWithin } from '../../adapters/wait.js';
import type { Death } from '../../containers/targets/target.js';
import type { CaseReport } from '../../reports/result/result.js';
import type { Cells } from './cells.js';
import { chargeDeath } from './charge.js';
import { askAnything, askControl, confirmGone } from './control.js';
import { Deaths, type Loss, type Signs } from './deaths.js';
import { mayEndConnection } from './hazards.js';
import { Hopeless } from './hopeless.js';
import type { PlannedCase } from './plan.js';
import type { SurveyedTransport } from './survey.js';
import type { OpenConnection } from './transport-target.js';
import { tryAlone, type Trial } from './trial.js';

/** Cases that are tried alone for one server that died. */
const MAX_TRIALS = 12;
/** Milliseconds after which a server has died of what it was told, if it dies of it: it may do so a moment later. */
const AFTERMATH_MS = 30;
/** Milliseconds for which a suspicion waits until nothing else runs; each case has a limit of its own. */
const QUIET_MS = 120_000;
/** Times that a server of one transport is started again because it fell silent; each silence is waited out. */
const MAX_RENEWALS = 3;

/** The reports of a run, as far as there are any. */
export interface Reports {
  find(planned: PlannedCase): CaseReport | undefined;
  replace(planned: PlannedCase, report: CaseReport): void;
}

interface Run {
  surveyed: readonly SurveyedTransport[];
  signal: AbortSignal;
  /** Filled where a target is gone for good: on which transport, after which case. */
  lost: string[];
}

export class Losses {
  readonly #x: Run;
  readonly #cells: Cells;
  readonly #reports: Reports;
  readonly #deaths = new Deaths();
  /** Cases that a server was seen to die of. */
  readonly #guilty = new Set<PlannedCase>();
  /** By transport: the cases after which nothing answered any more, the likeliest first. */
  readonly #lost = new Map<string, readonly PlannedCase[]>();
  /** By transport: whether there is more to see, and why a target was given up that still answers something. */
  readonly #hopeless = new Map<string, Hopeless>();
  readonly #givenUp = new Map<string, string>();
  /** Cases that bear it. */
  readonly #bearers = new Set<PlannedCase>();
  readonly #recovering = new Map<string, Promise<void>>();
  /** Settles once it is known whether a target that seemed gone is. */
  #suspicion: Promise<void> | undefined;
  /** Cases that wait for that, and say nothing meanwhile. */
  readonly #asking = new Set<PlannedCase>();
  readonly #waiting: (() => void)[] = [];
  readonly #renewals = new Map<string, number>();
  /** While cases are tried, servers are there to be died of. */
  #trying = false;
  readonly #stopped = (): boolean => this.#x.signal.aborted;

  constructor(x: Run, cells: Cells, reports: Reports) {
    this.#x = x;
    this.#cells = cells;
    this.#reports = reports;
    for (const { transportTarget } of x.surveyed) {
      this.#hopeless.set(transportTarget.transport, new Hopeless(transportTarget.lessons));
      transportTarget.watch((death, open) => {
        if (!this.#trying && !this.#stopped()) this.#onDeath(transportTarget.transport, death, open);
      });
    }
  }

  began(planned: PlannedCase): void {
    this.#deaths.began(planned);
  }

  /** Its conversation is over; what it saw tells when the target was last heard. */
  tell(planned: PlannedCase, signs: Signs): void {
    this.#deaths.tell(planned, signs);
  }

  ended(planned: PlannedCase): void {
    this.#deaths.ended(planned);
    this.#stir();
    const why = this.#hopeless.get(planned.transport)?.why;
    if (why !== undefined) this.#giveUp(planned, why);
  }

  /** Whether a server went while the case ran: what it could not see then is to be looked at again. */
  touched(planned: PlannedCase): boolean {
    return this.#deaths.touched(planned);
  }

  /** Whether the target is said to be gone since this very case. */
  isBlamed(planned: PlannedCase): boolean {
    return this.#lost.get(planned.transport)?.[0] === planned;
  }

  /** Why a case does not run any more. */
  gone(transport: string): { status: 'not-verified'; reason: string } {
    const why = this.#givenUp.get(transport);
    if (why !== undefined) return { status: 'not-verified', reason: `target given up: it ${why}` };
    return { status: 'not-verified', reason: `target stopped answering${this.#after(transport)}` };
  }

  #after(transport: string): string {
    const names = this.#lost.get(transport)?.map(({ id }) => id) ?? [];
    if (names.length === 0) return '';
    return names.length === 1
      ? ` after ${names[0]}`
      : ` after ${names[0]}, or another of ${names.length} cases`;
  }

  /** Whether nobody tells of the end of its server, and nobody can start another: then it has to be asked. */
  isUntold({ transport }: Pick<PlannedCase, 'transport'>): boolean {
    const one = this.#x.surveyed.find(({ transportTarget }) => transportTarget.transport === transport);
    const host = one?.transportTarget.host;
    return host?.onDeath === undefined && host?.breakable === undefined && host?.renew === undefined;
  }

  /** Starts no more cases on it. What was found until then stands, and the run is not complete. */
  #giveUp(planned: PlannedCase, why: string, isCharged = true): void {
    const { transport } = planned;
    if (this.#lost.has(transport)) return;
    this.#lost.set(transport, [planned]);
    this.#givenUp.set(transport, why);
    if (isCharged) this.#bearers.add(planned);
    this.#cells.shut(transport);
    this.#x.lost.push(`a target on ${transport} that ${why}`);
  }

  #onDeath(transport: string, death: Death, open?: OpenConnection): void {
    if (open === undefined) {
      this.#hopeless.get(transport)?.ended(death.how);
      this.#cells.discard(transport);
      this.#deaths.seen(death, transport);
      // What may end its process says so, and judges the end itself.
    } else if (
      open.user !== undefined &&
      open.user.scenario.isolation !== 'process' &&
      !mayEndConnection(open.user)
    ) {
      this.#hopeless.get(transport)?.ended(death.how);
      this.#deaths.seen(death, transport, open.user);
    }
  }

  /** Set while a target seems gone: then nothing is begun, so that it can be asked in peace. */
  get suspicion(): Promise<void> | undefined {
    return this.#suspicion;
  }

  /**
   * Asks whether the target still lives. Where it does not, another is started if that can be; if not, it is lost. `alone`:
   * it answered before this case, and nothing else ran since.
   */
  async recover(planned: PlannedCase, o: { alone?: boolean } = {}): Promise<void> {
    const key = planned.transport;
    this.#asking.add(planned);
    this.#stir();
    const recovering = this.#recovering.get(key) ?? this.#look(planned, o.alone === true);
    this.#recovering.set(key, recovering);
    await recovering;
    this.#recovering.delete(key);
    this.#asking.delete(planned);
  }

  /** Asks after a case that ran alone, once its server has had the time to die of it. */
  async checkAfter(planned: PlannedCase): Promise<void> {
    await settledWithin(new Promise(() => undefined), AFTERMATH_MS, this.#x.signal);
    await this.recover(planned, { alone: true });
  }

  async #look(planned: PlannedCase, alone: boolean): Promise<void> {
    const { breaker, pool, settings } = this.#cells.find(planned);
    if (breaker.open) return;
    const hurried = { ...settings, handshakeTimeoutMs: settings.requestTimeoutMs };
    const isGreeted = (await askControl(pool, hurried)) === undefined;
    if (this.#stopped() || (isGreeted && !pool.transportTarget.lessons.isMute)) return;
    const before = this.#suspicion;
    const suspicion = isGreeted ? this.#askMute(planned) : this.#startAgain(planned, alone);
    this.#suspicion = Promise.all([before, suspicion]).then(() => undefined);
    const mine = this.#suspicion;
    await suspicion;
    if (this.#suspicion === mine) this.#suspicion = undefined;
  }

  /** It answers handshakes, and was never seen to answer more: once nothing else runs, it is asked for that. */
  async #askMute(planned: PlannedCase): Promise<void> {
    const { pool, settings } = this.#cells.find(planned);
    if (!pool.transportTarget.lessons.isMute) return;
    await this.#quiet();
    const hasAnswered = await askAnything(pool, settings);
    if (!hasAnswered && !this.#stopped()) this.#giveUp(planned, 'answers its handshake and nothing else');
  }

  async #startAgain(planned: PlannedCase, alone: boolean): Promise<void> {
    const { pool, settings } = this.#cells.find(planned);
    const { transport } = planned;
    const { signal } = this.#x;
    await this.#quiet();
    let gone = await confirmGone(pool, settings, signal);
    if (gone === undefined) return this.#askMute(planned);
    const renewals = this.#renewals.get(transport) ?? 0;
    const { host } = pool.transportTarget;
    if (host.renew !== undefined && renewals < MAX_RENEWALS) {
      this.#renewals.set(transport, renewals + 1);
      this.#cells.discard(transport);
      this.#deaths.missed({ how: `no longer answers: ${gone.why}`, stderr: '' }, transport, {});
      await host.renew();
      gone = await confirmGone(pool, settings, signal);
    }
    if (gone === undefined || this.#lost.has(transport)) return;
    if (gone.unstarted) return this.#giveUp(planned, `cannot be started any more: ${gone.why}`, false);
    this.#cells.shut(transport);
    const how = gone.refused ? 'takes no connections any more' : 'no longer answers';
    const death = { how: `${how}: ${gone.why}`, stderr: '' };
    const who = alone ? { alone: planned } : {};
    this.#lost.set(transport, this.#deaths.missed(death, transport, { ...who, final: gone }));
    this.#x.lost.push(`a target that stopped answering on ${transport}${this.#after(transport)}`);
  }

  /** Settles when no case says anything any more: a server that is slow because of us is not gone. */
  async #quiet(): Promise<void> {
    const until = performance.now() + QUIET_MS;
    while (this.#deaths.running().some((one) => !this.#asking.has(one)) && !this.#stopped()) {
      const left = until - performance.now();
      if (left <= 0) return;
      await settledWithin(new Promise<void>((resolve) => this.#waiting.push(resolve)), left, this.#x.signal);
    }
  }

  #stir(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Finds out which case each server died of, and charges that one. */
  async settle(): Promise<void> {
    for (const planned of this.#bearers) this.#chargeGivenUp(planned);
    this.#bearers.clear();
    const tried = new Set<string>();
    for (const loss of this.#deaths.take()) {
      if (this.#stopped()) return;
      // One tells enough of a target that was given up.
      const transport = loss.suspects[0]?.transport ?? '';
      if (this.#givenUp.has(transport) && tried.has(transport)) continue;
      tried.add(transport);
      this.#trying = true;
      await this.#charge(loss);
      this.#trying = false;
    }
  }

  #chargeGivenUp(planned: PlannedCase): void {
    const [report, how] = [this.#reports.find(planned), this.#givenUp.get(planned.transport)];
    if (report?.status !== 'ran' || how === undefined) return;
    const note = 'the last case before the target was given up';
    const charge = { death: { how, stderr: '' }, end: 'was given up', note } as const;
    this.#reports.replace(planned, chargeDeath(report, charge));
  }

  async #charge({ death, suspects, final, alone }: Loss): Promise<void> {
    const open = final === undefined ? suspects.filter((one) => !this.#guilty.has(one)) : [];
    for (const suspect of open.slice(0, MAX_TRIALS)) {
      const trial = await this.#try(suspect);
      if (this.#stopped()) return;
      if (trial?.end === undefined || trial.report.status !== 'ran') continue;
      this.#guilty.add(suspect);
      const note = 'confirmed by this case alone, on a fresh server';
      return this.#reports.replace(suspect, chargeDeath(trial.report, { ...trial.end, note }));
    }
    if (open.length < suspects.length && final === undefined) return;
    const [first, ...others] = suspects.filter((one) => this.#reports.find(one)?.status === 'ran');
    const report = first === undefined ? undefined : this.#reports.find(first);
    if (first === undefined || report === undefined) return;
    const beside = others.map(({ id }) => id);
    const note =
      final === undefined
        ? 'seen in company, not alone'
        : alone === true
          ? 'this case ran alone: a request before it was answered, and none after it'
          : 'the target could not be started again, so that nobody can try which case it was';
    const control = final === undefined ? {} : { control: final };
    this.#reports.replace(first, chargeDeath(report, { death, ...control, beside, note }));
  }

  /** A server that does not come up for it tells nothing. */
  async #try(suspect: PlannedCase): Promise<Trial | undefined> {
    const { pool, settings } = this.#cells.find(suspect);
    try {
      return await tryAlone(suspect, pool.transportTarget, settings, this.#x.signal);
    } catch (error) {
      if (ConnectError.is(error) || this.#stopped()) return undefined;
      throw error;
    }
  }
}
