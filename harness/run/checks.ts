/** Turns the observations of one case into verdicts and severities, one for each requirement. */
import type { Observation } from '../../adapters/observation.js';
import { Secrets } from '../../adapters/secrets.js';
import type { CheckReport, Verdict } from '../../reports/result/result.js';
import { appliesTo } from '../../suites/requirements/requirement.js';
import { getRequirement, type RequirementId } from '../../suites/requirements/index.js';
import { explainNotCarried, isReadByTable } from '../../suites/requirements/native.js';

/** What one case found out about one requirement; later findings can only make it worse. */
export interface JudgedCheck {
  requirement: RequirementId;
  verdict: Verdict;
  expected?: string;
  received?: string;
  /** Why it is not verified, where the target only offers nothing to see it on. */
  lacks?: CheckReport['lacks'];
  /** Transcript entry numbers. */
  seen: Set<number>;
  count: number;
}

/** What was expected and received, in words. */
export interface Words {
  expected: string;
  received: string;
}

/** What is said of a verdict. */
type Told = Pick<JudgedCheck, 'expected' | 'received' | 'lacks'>;

/** Within one case. A requirement that was seen right once and could not be seen another time is not verified. */
const RANK: Readonly<Record<Verdict, number>> = {
  'not-applicable': 0,
  pass: 1,
  'not-verified': 2,
  warn: 3,
  fail: 4,
  error: 5,
};

/** Characters of a value that an explanation quotes. */
const QUOTE = 400;
/** Of what was expected, in which a scenario may quote the target too. */
const EXPECTATION = 1_000;

interface CaseChecksOptions {
  /** The target claims the custom binding that it is tested on. */
  claimed?: boolean;
  /** That binding has no JSON-RPC. */
  native?: boolean;
  /** Taken out of what is quoted. */
  secrets?: Secrets;
}

/** The findings of one case. Only this turns observations into verdicts, and levels into severity. */
export class CaseChecks {
  readonly #checks = new Map<RequirementId, JudgedCheck>();
  /** What the scenario itself decided; the rest was overheard. */
  readonly #decided = new Set<RequirementId>();
  readonly #transport: string;
  readonly #revision: string;
  readonly #claimed: boolean;
  readonly #native: boolean;
  readonly #secrets: Secrets;

  constructor(
    transport: string,
    revision: string,
    { claimed = false, native = false, secrets = new Secrets() }: CaseChecksOptions = {},
  ) {
    this.#transport = transport;
    this.#revision = revision;
    this.#claimed = claimed;
    this.#native = native;
    this.#secrets = secrets;
  }

  /**
   * Severity follows the sentence. What only a custom binding's own document demands warns at most, unless the target
   * claims that binding. What no sentence demands is no failure of the target: it stands as `not-verified` with what was
   * received, and reports show it in a row of its own.
   */
  violation(id: RequirementId): Verdict {
    const { level, own } = getRequirement(id);
    if (level === 'ROBUSTNESS') return 'not-verified';
    const ours = own === true || (this.#native && isReadByTable(id));
    return level === 'MUST' && (!ours || this.#claimed) ? 'fail' : 'warn';
  }

  get all(): JudgedCheck[] {
    return [...this.#checks.values()];
  }

  /** Whether the scenario itself has come to a verdict. */
  has(id: RequirementId): boolean {
    return this.#decided.has(id);
  }

  /** Whether an observer has. */
  hasObserved(id: RequirementId): boolean {
    return this.#checks.has(id) && !this.#decided.has(id);
  }

  applies(id: RequirementId): boolean {
    return appliesTo(getRequirement(id), this.#transport, this.#revision);
  }

  /** Judges one observation. Returns whether it held. */
  judge(id: RequirementId, held: boolean, observation: Observation, expected: string): boolean {
    this.#decided.add(id);
    this.#note(id, held ? 'pass' : this.violation(id), observation.entries, () => ({
      expected: this.#secrets.cut(expected, { head: EXPECTATION }).text,
      received: this.quote(observation.value, observation.at),
    }));
    return held;
  }

  record(id: RequirementId, verdict: Verdict, entries: Iterable<number> = [], text: Told = {}): void {
    this.#decided.add(id);
    this.#note(id, verdict, entries, () => text);
  }

  /** What an observer judged while the case went on. Its words are asked for where they are kept: most judgements only count. */
  observed(id: RequirementId, held: boolean, tell: () => Words, entries: Iterable<number>): void {
    this.#note(id, held ? 'pass' : this.violation(id), entries, () => {
      const { expected, received } = tell();
      return {
        expected: this.#secrets.cut(expected, { head: EXPECTATION }).text,
        received: this.#secrets.cut(received, { head: EXPECTATION }).text,
      };
    });
  }

  /** Takes over what observers found that is nobody else's. */
  take(other: CaseChecks): void {
    for (const { requirement: id, verdict, seen, count, ...text } of other.#checks.values()) {
      this.#note(id, verdict, seen, () => text);
      const mine = this.#checks.get(id);
      if (mine !== undefined) mine.count += count - 1;
    }
    other.#checks.clear();
  }

  /** Forgets what held: for a report of violations alone. */
  forgetHeld(): void {
    for (const [id, { verdict }] of this.#checks) if (verdict !== this.violation(id)) this.#checks.delete(id);
  }

  /** Forgets what is demanded at none of these revisions. */
  keepWhatBinds(revisions: readonly string[]): void {
    for (const id of this.#checks.keys())
      if (!revisions.some((one) => appliesTo(getRequirement(id), this.#transport, one)))
        this.#checks.delete(id);
  }

  /** Transcript entries that findings rest on. */
  *cited(): Generator<number> {
    for (const { seen } of this.#checks.values()) yield* seen;
  }

  #note(id: RequirementId, verdict: Verdict, entries: Iterable<number>, tell: () => Told): void {
    if (!this.applies(id)) return;
    const absent = this.#native ? explainNotCarried(id, this.#revision) : undefined;
    if (absent !== undefined) [verdict, entries, tell] = ['not-applicable', [], () => ({ expected: absent })];
    const before = this.#checks.get(id);
    if (before === undefined) {
      this.#checks.set(id, { requirement: id, verdict, seen: new Set(entries), count: 1, ...tell() });
      return;
    }
    before.count += 1;
    if (RANK[verdict] > RANK[before.verdict]) {
      // What the better verdict was read from does not explain the worse one.
      Object.assign(before, {
        expected: undefined,
        received: undefined,
        lacks: undefined,
        ...tell(),
        verdict,
        seen: new Set(entries),
      });
    } else if (verdict === before.verdict) {
      // What stood in the way once is no mere lack.
      const text = before.lacks === undefined ? undefined : tell();
      if (text !== undefined && text.lacks === undefined) Object.assign(before, { lacks: undefined }, text);
      if (before.seen.size < 20) for (const entry of entries) before.seen.add(entry);
    }
  }

  quote(value: unknown, at: string): string {
    return `${this.clipped(value)} at ${at === '' ? 'the whole message' : at}`;
  }

  clipped(value: unknown): string {
    const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? 'no JSON value');
    return this.#secrets.cut(text, { head: QUOTE }).text;
  }
}
