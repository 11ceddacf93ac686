/** Judges a result against the rules of a policy: met, not met or undecided. */
import { matchesPattern } from '../../reports/result/glob.js';
import type { CaseReport, Result, Verdict } from '../../reports/result/result.js';
import { listMembersOn } from '../../reports/result/set-members.js';
import { listCellVerdicts } from '../../reports/result/summary.js';
import type { LoadedPolicy, ParityRule, Policy, Rule } from './policy.js';
import { listAccepted, type Accepted } from './waivers.js';

/** What became of one requirement on one transport. */
export type MemberFate = 'holds' | 'violated' | 'waived' | 'unseen' | 'error' | 'inapplicable';

/** One counted member, with the checks that its fate was read from. */
export interface EvaluatedMember {
  id: string;
  level: 'MUST' | 'SHOULD';
  fate: MemberFate;
  /** `transport/revision/scenario#requirement`, cases included that broke before they had a row; none where no case has one. */
  checks: string[];
  /** Who excuses it, and until when. */
  waiver?: string;
  /** Of a violation: why an entry of the baseline that names it does not excuse it. */
  refusal?: string;
}

/** A rule on one transport. */
export interface RuleVerdict {
  rule: Rule;
  transport: string;
  met: boolean;
  /** Percent of what applies that was seen; `null` where nothing applies. */
  coverage: number | null;
  members: EvaluatedMember[];
  /** Why, where it is not for its members. */
  reason?: string;
}

export interface ParityVerdict {
  rule: ParityRule;
  met: boolean;
  /** `revision/scenario` */
  same: string[];
  differs: string[];
}

export interface GateVerdict {
  policy: Policy;
  rules: RuleVerdict[];
  parity?: ParityVerdict;
  outcome: 'met' | 'not met' | 'undecided';
  /** Why nothing is decided, where nothing is. */
  undecided?: string;
}

/** Holds a result against a policy. What is not named by it has no part in it. */
export function evaluateGate(result: Result, loaded: LoadedPolicy, today: string): GateVerdict {
  const { policy } = loaded;
  const accepted = listAccepted(policy, result, today);
  const rules = policy.rules.flatMap((rule) => evaluateRule(rule, loaded, result, accepted));
  const parity = policy.parity === undefined ? undefined : evaluateParity(policy.parity, result);
  const met = rules.every((rule) => rule.met) && (parity?.met ?? true);
  const undecided = whyUndecided(result, rules, parity);
  return {
    policy,
    rules,
    ...(parity === undefined ? {} : { parity }),
    outcome: undecided === undefined ? (met ? 'met' : 'not met') : 'undecided',
    ...(undecided === undefined ? {} : { undecided }),
  };
}

/** What was not looked at can turn any verdict but one: a violation that was seen stays one. */
function whyUndecided(
  { run }: Result,
  rules: readonly RuleVerdict[],
  parity: ParityVerdict | undefined,
): string | undefined {
  if (run.options['revisions'] === 'draft') return 'the run was of a draft, which is no promise to anybody';
  if (run.shard !== undefined)
    return `this is shard ${run.shard.index} of ${run.shard.of}, and only all of them together say: mcptc report joins them`;
  const fates = new Set(rules.flatMap(({ members }) => members.map(({ fate }) => fate)));
  const compared = parity !== undefined && parity.same.length + parity.differs.length > 0;
  if (!SEEN.some((fate) => fates.has(fate)) && !compared) return 'nothing that is asked for was seen';
  const against =
    fates.has('violated') ||
    fates.has('error') ||
    (parity !== undefined && parity.differs.length > (parity.rule.differs ?? 0));
  return run.complete || against
    ? undefined
    : `not all of the run is here (${run.stoppedBy ?? 'it was cut short'}), and what is here violates nothing`;
}

const SEEN: readonly MemberFate[] = ['holds', 'violated', 'waived'];

const any = (patterns: readonly string[] | undefined, value: string): boolean =>
  patterns?.some((pattern) => matchesPattern(pattern, value)) ?? true;

function evaluateRule(rule: Rule, loaded: LoadedPolicy, result: Result, accepted: Accepted): RuleVerdict[] {
  const offered = Object.keys(result.target.transports);
  return rule.transports.flatMap((pattern) => {
    const named = pattern.includes('*') ? offered.filter((name) => matchesPattern(pattern, name)) : [pattern];
    if (named.length === 0) return [unmet(rule, pattern, `no transport of the target is called ${pattern}`)];
    return named.map((transport) => {
      if (!offered.includes(transport)) return unmet(rule, transport, 'the result says nothing of it');
      return evaluateRuleOn(rule, loaded, transport, result, accepted);
    });
  });
}

const unmet = (rule: Rule, transport: string, reason: string): RuleVerdict => ({
  rule,
  transport,
  met: false,
  coverage: null,
  members: [],
  reason,
});

function evaluateRuleOn(
  rule: Rule,
  { sets, scenarios, observed }: LoadedPolicy,
  transport: string,
  result: Result,
  accepted: Accepted,
): RuleVerdict {
  const set = sets.get(rule.set)!;
  const levels = rule.levels ?? ['MUST'];
  const counted = listMembersOn(set, transport).filter(
    ({ id, level, group }) =>
      levels.includes(level) && (rule.groups?.includes(group) ?? true) && any(rule.requirements, id),
  );
  if (counted.length === 0) return unmet(rule, transport, 'nothing in the set is asked for by this rule');
  const cases = result.cases.filter((one) => one.transport === transport && one.revision === set.revision);
  const verdicts = verdictsIn(cases, accepted);
  const members = counted.map(({ id, level }): EvaluatedMember => {
    const rows = rowsOf(id, cases);
    const waiver = rows.map(({ one, check }) => accepted.of(one, check)).find((by) => by !== undefined);
    const broken = cases.filter((one) => one.status === 'error' && maySpeak(one, id, scenarios, observed));
    const fate = fateOf(verdicts.get(id), rule, { waived: waiver !== undefined, broken: broken.length > 0 });
    const places = new Set([...rows.map(({ one }) => one), ...broken]);
    return {
      id,
      level,
      fate,
      checks: [...places].map((one) => `${one.transport}/${one.revision}/${one.scenario}#${id}`),
      ...(fate === 'waived' && waiver !== undefined ? { waiver } : {}),
      ...(fate === 'violated' ? refusalOf(rows, accepted) : {}),
    };
  });
  const count = (...fates: MemberFate[]): number => members.filter(({ fate }) => fates.includes(fate)).length;
  const applies = members.length - count('inapplicable');
  const coverage = applies === 0 ? null : (100 * count(...SEEN)) / applies;
  const violated = count('violated', 'error') > 0;
  return {
    rule,
    transport,
    met: !violated && coverage !== null && coverage >= (rule.coverage ?? 100),
    coverage,
    members,
    ...(coverage === null ? { reason: 'nothing that is asked for applies to this target' } : {}),
  };
}

/** Of the checks that decided. */
function refusalOf(rows: ReturnType<typeof rowsOf>, accepted: Accepted): { refusal?: string } {
  for (const { one, check } of rows) {
    if (check.verdict !== 'fail' && check.verdict !== 'warn') continue;
    const refusal = accepted.of(one, check) === undefined ? accepted.refusal(one, check) : undefined;
    if (refusal !== undefined) return { refusal };
  }
  return {};
}

/** What stands of each requirement; what is excused, and not to this gate, stands as it was seen. */
function verdictsIn(cases: readonly CaseReport[], accepted: Accepted): ReadonlyMap<string, Verdict> {
  const counted = cases.map((one) => ({
    ...one,
    // A policy names its own set: what is new to that of the run may well be in it.
    checks: one.checks.map(({ new: _, ...check }) =>
      accepted.of(one, check) === undefined ? { ...check, waivedBy: null } : check,
    ),
  }));
  return listCellVerdicts(counted, () => undefined)[0]?.verdicts ?? new Map();
}

/** What a case that the harness broke may have hidden: all that its scenario is about, and anything where nobody knows it. */
function maySpeak(
  one: CaseReport,
  id: string,
  scenarios: LoadedPolicy['scenarios'],
  observed: LoadedPolicy['observed'],
): boolean {
  const scenario = scenarios.get(one.scenario);
  return scenario === undefined || scenario.requirements.includes(id) || observed.includes(id);
}

const rowsOf = (id: string, cases: readonly CaseReport[]) =>
  cases.flatMap((one) =>
    one.checks.filter(({ requirement }) => requirement === id).map((check) => ({ one, check })),
  );

const FATES: Readonly<Record<Verdict, MemberFate>> = {
  pass: 'holds',
  fail: 'violated',
  warn: 'holds',
  error: 'error',
  'not-applicable': 'inapplicable',
  'not-verified': 'unseen',
};

function fateOf(
  verdict: Verdict | undefined,
  rule: Rule,
  { waived, broken }: { waived: boolean; broken: boolean },
): MemberFate {
  // A MUST of a binding of our own warns, too; where only MUSTs are asked for, a warning counts as what it is.
  const strict = verdict === 'warn' && rule.levels?.includes('SHOULD') === true;
  const fate = strict ? 'violated' : verdict === undefined ? 'unseen' : FATES[verdict];
  if (broken && fate !== 'violated') return 'error';
  // What is excused is said, also where other scenarios saw it hold.
  return waived && fate !== 'violated' && fate !== 'error' ? 'waived' : fate;
}

function evaluateParity(rule: ParityRule, result: Result): ParityVerdict {
  const counted = result.parity.filter(
    ({ scenario, revision }) => any(rule.scenarios, scenario) && any(rule.revisions, revision),
  );
  const having = (verdict: string): string[] => [
    ...new Set(
      counted
        .filter((one) => one.verdict === verdict && one.new !== true)
        .map(({ revision, scenario }) => `${revision}/${scenario}`),
    ),
  ];
  const [same, differs] = [having('same'), having('differs')];
  const met = same.length >= (rule.same ?? 0) && differs.length <= (rule.differs ?? 0);
  return { rule, met, same, differs };
}
