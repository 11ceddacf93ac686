/** Compares two results: what broke, was fixed, is new, is gone or became slower. */
import { findRequirement } from './findings.js';
import type { CaseReport, CheckReport, Result, Verdict } from './result.js';
import { makeSelectionFilter } from './selection.js';
import { getCaseKey } from './shards.js';
import { diffSurfaces, type SurfaceChange } from './surface.js';

/** What changed between two results of a target; every format shows it in its own way. */
export interface Comparison {
  against: { name: string; version: string | undefined; startedAt: string };
  /** What makes the two hard to compare, in words: another target, tool, catalogue or seed. */
  notes: string[];
  /** Seen to be worse than before, and better. */
  broken: Change[];
  fixed: Change[];
  /** Seen now and not before, and the other way round: what was not applicable or not verified was not seen. */
  new: Change[];
  gone: Change[];
  /** Checks of cases that the newer run was not asked for: these are not gone. */
  notRun: number;
  slower: Slower[];
  parity: ParityChange[];
  /** Where the target offers something else. */
  surface: SurfaceChange[];
  /** What no sentence demands: no longer held, or seen not to hold for the first time. */
  robustness: Change[];
  /** Transports that were tested before, and could not be now. */
  lost: string[];
}

/** One requirement that changed in the same way, in all the cases in which it did. */
export interface Change {
  requirement: string;
  /** `undefined` where there was no such check. */
  before: Verdict | undefined;
  after: Verdict | undefined;
  /** Excused by a baseline now. */
  known: boolean;
  cases: { transport: string; revision: string; scenario: string }[];
  /** Of the first case, as it is now; where it is gone, as it was. */
  expected?: string;
  received?: string;
}

export interface Slower {
  transport: string;
  revision: string;
  scenario: string;
  beforeMs: number;
  afterMs: number;
}

export interface ParityChange {
  scenario: string;
  revision: string;
  change: 'broken' | 'fixed';
}

/**
 * Slower is what takes three times as long and two seconds more. Cases run side by side, so one may wait a second for a
 * process that another starts: the same server twice on one machine gave five cases that took 0.6 to 1.1 s longer.
 */
const FACTOR = 3;
const MARGIN_MS = 2_000;

/** Seen on the wire, best first. Whatever is not in it was not seen. */
const RANK: readonly (Verdict | undefined)[] = ['pass', 'warn', 'fail', 'error'];

/** What changed from `old` to `now`. */
export function compareResults(now: Result, old: Result): Comparison {
  const [before, after] = [checksOf(old), checksOf(now)];
  const lists = { broken: new Map(), fixed: new Map(), new: new Map(), gone: new Map() } as Record<
    'broken' | 'fixed' | 'new' | 'gone',
    Map<string, Change>
  >;
  const robustness = new Map<string, Change>();
  const asked = makeSelectionFilter(now, old);
  let notRun = 0;
  for (const key of new Set([...after.keys(), ...before.keys()])) {
    const [was, is] = [before.get(key), after.get(key)];
    const kind = kindOf(was?.check.verdict, is?.check.verdict);
    if ((is ?? was)?.demanded === false) {
      // It may change as it likes; who reads a comparison is told of the worse.
      if (kind === 'broken' || (kind === 'new' && is?.check.verdict !== 'pass')) collect(robustness, was, is);
    } else if (kind === 'gone' && was !== undefined && !asked(was.one)) notRun += 1;
    else if (kind !== undefined) collect(lists[kind], was, is);
  }
  const info = old.target.serverInfo as { version?: unknown } | null;
  return {
    against: {
      name: old.target.name,
      version: typeof info?.version === 'string' ? info.version : undefined,
      startedAt: old.run.startedAt,
    },
    notes: notesOf(now, old),
    broken: sorted(lists.broken),
    fixed: sorted(lists.fixed),
    new: sorted(lists.new),
    gone: sorted(lists.gone),
    notRun,
    slower: slowerOf(now, old),
    parity: parityOf(now, old),
    surface: diffSurfaces(now, old),
    robustness: sorted(robustness),
    lost: Object.keys(old.target.transports).filter((name) => wasTested(old, name) && isLost(now, name)),
  };
}

interface Seen {
  one: CaseReport;
  check: CheckReport;
  /** Some sentence demands it. */
  demanded: boolean;
}

const transportOf = ({ target: { transports } }: Result, name: string) =>
  Object.hasOwn(transports, name) ? transports[name] : undefined;

const wasTested = (old: Result, name: string): boolean => (transportOf(old, name)?.revisions.length ?? 0) > 0;

/** Nobody has left it out: it is there, and was not to be tested. */
const isLost = (now: Result, name: string): boolean => {
  const transport = transportOf(now, name);
  return transport !== undefined && transport.revisions.length === 0 && transport.notRun !== true;
};

function checksOf(result: Result): Map<string, Seen> {
  const checks = new Map<string, Seen>();
  for (const one of result.cases) {
    for (const check of one.checks) {
      const demanded = findRequirement(result, check)?.level !== 'ROBUSTNESS';
      checks.set(`${getCaseKey(one)}\n${check.requirement}`, { one, check, demanded });
    }
  }
  return checks;
}

/**
 * Whether what held before is violated now, nothing excusing it: 1 where it is, or where a transport is lost. A run that
 * has decided nothing is no better than before: its own exit code stands.
 */
export function judgeBroken(
  now: Result,
  { broken, lost }: Comparison,
): { exitCode: number; broken: Change[] } {
  const counted = broken.filter(({ after, known }) => after === 'fail' && !known);
  const undecided = now.run.exitCode > 1 ? now.run.exitCode : now.run.complete ? 0 : 2;
  const exitCode = undecided || (counted.length + lost.length > 0 ? 1 : 0);
  return { exitCode, broken: counted };
}

function kindOf(
  before: Verdict | undefined,
  after: Verdict | undefined,
): 'broken' | 'fixed' | 'new' | 'gone' | undefined {
  const [was, is] = [RANK.indexOf(before), RANK.indexOf(after)];
  if (before === undefined || was === -1) return after === undefined || is === -1 ? undefined : 'new';
  if (after === undefined || is === -1) return 'gone';
  return is > was ? 'broken' : is < was ? 'fixed' : undefined;
}

function collect(into: Map<string, Change>, was: Seen | undefined, is: Seen | undefined): void {
  const { one, check } = (is ?? was) as Seen;
  const { transport, revision, scenario } = one;
  const [before, after] = [was?.check.verdict, is?.check.verdict];
  const known = is !== undefined && is.check.waivedBy !== null;
  const key = [check.requirement, before, after, known].join('\n');
  const change = into.get(key) ?? {
    requirement: check.requirement,
    before,
    after,
    known,
    cases: [],
    ...(check.expected === undefined ? {} : { expected: check.expected }),
    ...(check.received === undefined ? {} : { received: check.received }),
  };
  change.cases.push({ transport, revision, scenario });
  into.set(key, change);
}

/** The worst of now first, then what was worst before. */
const sorted = (changes: ReadonlyMap<string, Change>): Change[] =>
  [...changes.values()].sort(
    (a, b) =>
      RANK.indexOf(b.after) - RANK.indexOf(a.after) || RANK.indexOf(b.before) - RANK.indexOf(a.before),
  );

function slowerOf(now: Result, old: Result): Slower[] {
  const before = new Map(old.cases.filter(ran).map((one) => [getCaseKey(one), one.durationMs]));
  const pairs = now.cases.filter(ran).flatMap((one) => {
    const beforeMs = before.get(getCaseKey(one));
    return beforeMs === undefined ? [] : [{ one, beforeMs, afterMs: one.durationMs }];
  });
  // On a machine that is slower throughout, everything is: that is no finding.
  const ratios = pairs
    .filter(({ beforeMs }) => beforeMs > 0)
    .map(({ beforeMs, afterMs }) => afterMs / beforeMs)
    .sort((a, b) => a - b);
  const usual = Math.max(1, ratios[ratios.length >> 1] ?? 1);
  return pairs
    .filter(({ beforeMs, afterMs }) => {
      const awaited = beforeMs * usual;
      return afterMs > awaited * FACTOR && afterMs - awaited > MARGIN_MS;
    })
    .map(({ one: { transport, revision, scenario }, beforeMs, afterMs }) => ({
      transport,
      revision,
      scenario,
      beforeMs,
      afterMs,
    }))
    .sort((a, b) => b.afterMs - b.beforeMs - (a.afterMs - a.beforeMs));
}

const ran = ({ status }: CaseReport): boolean => status === 'ran';

function parityOf(now: Result, old: Result): ParityChange[] {
  const before = new Map(old.parity.map((row) => [`${row.scenario}\n${row.revision}`, row.verdict]));
  return now.parity.flatMap(({ scenario, revision, verdict }): ParityChange[] => {
    const was = before.get(`${scenario}\n${revision}`);
    if (verdict === 'differs' && was !== 'differs') return [{ scenario, revision, change: 'broken' }];
    if (verdict === 'same' && was === 'differs') return [{ scenario, revision, change: 'fixed' }];
    return [];
  });
}

function notesOf(now: Result, old: Result): string[] {
  const notes: string[] = [];
  if (now.target.name !== old.target.name)
    notes.push(`the targets have other names: ${old.target.name} before, ${now.target.name} now`);
  if (now.tool.version !== old.tool.version)
    notes.push(`other versions of this tool: ${old.tool.version} before, ${now.tool.version} now`);
  else if (now.run.catalogueHash !== old.run.catalogueHash)
    notes.push('other catalogues: what is demanded, or how it is checked, has changed too');
  if (!old.run.complete) notes.push('the result before was cut short');
  if (!now.run.complete) notes.push('the result now was cut short');
  return notes;
}
