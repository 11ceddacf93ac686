/** What becomes of a run whose target dies: started again and gone on with, or lost; and who is charged with it. */
import { ConnectError } from '../../adapters/adapter.js';
import type { Death } from '../../containers/targets/target.js';
import type { CaseReport } from '../../reports/result/result.js';
import type { Cells } from './cells.js';
import { chargeDeath } from './charge.js';
import { Deaths, type Loss } from './deaths.js';
import type { PlannedCase } from './plan.js';
import type { SurveyedTransport } from './survey.js';
import type { OpenConnection } from './transport-target.js';
import { tryAlone, type Trial } from './trial.js';

/** Cases that are tried alone for one server that died. */
const MAX_TRIALS = 12;
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
  /** By transport: the case after which nothing answered any more. */
  readonly #lost = new Map<string, PlannedCase>();
  readonly #recovering = new Map<string, Promise<void>>();
  readonly #renewals = new Map<string, number>();
  /** While cases are tried, servers are there to be died of. */
  #trying = false;
  readonly #stopped = (): boolean => this.#x.signal.aborted;

  constructor(x: Run, cells: Cells, reports: Reports) {
    this.#x = x;
    this.#cells = cells;
    this.#reports = reports;
    for (const { transportTarget } of x.surveyed) {
      transportTarget.watch((death, open) => {
        if (!this.#trying && !this.#stopped()) this.#onDeath(transportTarget.transport, death, open);
      });
    }
  }

  began(planned: PlannedCase): void {
    this.#deaths.began(planned);
  }

  ended(planned: PlannedCase): void {
    this.#deaths.ended(planned);
  }

  /** Whether a server went while the case ran: what it could not see then is to be looked at again. */
  touched(planned: PlannedCase): boolean {
    return this.#deaths.touched(planned);
  }

  /** Whether the target is said to be gone since this very case. */
  isBlamed(planned: PlannedCase): boolean {
    return this.#lost.get(planned.transport) === planned;
  }

  /** Why a case does not run any more. */
  gone(transport: string): { status: 'not-verified'; reason: string } {
    const after = this.#lost.get(transport);
    return {
      status: 'not-verified',
      reason: `target stopped answering${after === undefined ? '' : ` after ${after.id}`}`,
    };
  }

  #onDeath(transport: string, death: Death, open?: OpenConnection): void {
    if (open === undefined) {
      this.#cells.discard(transport);
      this.#deaths.seen(death, transport);
      // What may end its process says so, and judges the end itself.
    } else if (open.user !== undefined && open.user.scenario.isolation !== 'process')
      this.#deaths.seen(death, transport, { of: open.user });
  }

  /** Settles when nobody is starting the target again any more. */
  async waitForRecovery(transport: string): Promise<void> {
    await this.#recovering.get(transport);
  }

  /** Asks whether the target still lives. Where it does not, another is started if that can be; if not, it is lost. */
  async recover(planned: PlannedCase): Promise<void> {
    const key = planned.transport;
    const recovering = this.#recovering.get(key) ?? this.#startAgain(planned);
    this.#recovering.set(key, recovering);
    await recovering;
    this.#recovering.delete(key);
  }

  async #startAgain(planned: PlannedCase): Promise<void> {
    const { breaker, pool } = this.#cells.find(planned);
    const { transport } = planned;
    if (breaker.open) return;
    let control = await breaker.check();
    if (control === undefined || this.#stopped()) return;
    const { host } = pool.transportTarget;
    const renewals = this.#renewals.get(transport) ?? 0;
    if (host.renew !== undefined && renewals < MAX_RENEWALS) {
      this.#renewals.set(transport, renewals + 1);
      this.#cells.discard(transport);
      this.#deaths.seen({ how: `no longer answers: ${control.why}`, stderr: '' }, transport, {
        silentTo: planned,
      });
      await host.renew();
      breaker.close();
      control = await breaker.check();
    }
    if (control === undefined || this.#stopped() || this.#lost.has(transport)) return;
    const death = { how: `no longer answers: ${control.why}`, stderr: '' };
    const loss = this.#deaths.seen(death, transport, { silentTo: planned, final: control });
    const after = loss?.suspects[0] ?? planned;
    this.#lost.set(transport, after);
    this.#x.lost.push(`a target that stopped answering on ${transport} after ${after.id}`);
  }

  /** Finds out which case each server died of, and charges that one. */
  async settle(): Promise<void> {
    for (const loss of this.#deaths.take()) {
      if (this.#stopped()) return;
      this.#trying = true;
      await this.#charge(loss);
      this.#trying = false;
    }
  }

  async #charge({ death, suspects, final }: Loss): Promise<void> {
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
    const note = final === undefined ? 'seen in company, not alone' : 'it could not be started again';
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
