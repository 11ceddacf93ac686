/** Turns the options of a program or a command line into one run document with all defaults. */
import type { CaseSelector, FailOn } from '../run/contract.js';
import type { Shard } from '../../reports/result/shards.js';
import { splitWords, type Nulled } from './check.js';
import { DEFAULTS } from './limits.js';
import type { CaseName, ConformanceOptions, ConformanceTarget, ReportFile } from './options.cjs';
import { listSettings, type Setting } from './settings.js';

/** What was asked for, in the one shape that a run is made of: lists as lists, defaults filled in. */
export interface RunDocument extends Files {
  target: ConformanceTarget;
  revisions: string[];
  transports: string[];
  scenarios: string[];
  cases: CaseSelector[];
  fixtures: 'auto' | 'require' | 'ignore';
  allowTools: string[];
  seed?: number;
  shard?: Shard;
  /** What the run is held to, where it is named. */
  set: string[];
  settings: Setting[];
  /** Absent where it would be empty, as all that only some targets take. */
  env?: Record<string, string | undefined>;
  headers?: Record<string, string>;
  insecure?: true;
  /** All times in milliseconds. */
  startTimeoutMs: number;
  /** How long to wait until something listens at a URL; nothing is waited for unless that is asked for. */
  urlWaitMs: number;
  requestTimeoutMs: number;
  scenarioTimeoutMs: number;
  runTimeoutMs: number;
  concurrency?: number;
  failOn: FailOn[];
  requireContainers: boolean;
  reports: readonly ReportFile[];
}

type Files = Pick<
  ConformanceOptions,
  'cwd' | 'bearerEnv' | 'ca' | 'cert' | 'key' | 'baseline' | 'signKey' | 'output'
>;

export function makeRunDocument(
  target: Nulled<ConformanceTarget>,
  options: Nulled<Omit<ConformanceOptions, 'args'>>,
): RunDocument {
  const { name: _, env, headers, insecure, settings, set, ...given } = present(options) as ConformanceOptions;
  const { revisions, transports, scenarios, cases, allowTools, failOn, ...rest } = given;
  return {
    ...DEFAULTS,
    ...rest,
    target: present(target),
    revisions: wordsOf(revisions),
    transports: wordsOf(transports),
    scenarios: wordsOf(scenarios),
    cases: listOf<CaseName>(cases).flatMap(toSelectors),
    allowTools: wordsOf(allowTools),
    set: wordsOf(set),
    settings: listSettings(settings ?? {}),
    ...filled('env', env, (name, value) => [name, value ?? undefined]),
    ...filled('headers', headers, (name, value) => [name.toLowerCase(), value.trim()]),
    ...(insecure === true ? { insecure } : {}),
    ...timesOf(rest),
    failOn: wordsOf(failOn) as FailOn[],
    requireContainers: rest.requireContainers === true,
    reports: rest.reports ?? [],
  };
}

const present = (given: object): object =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null));

const listOf = <T>(value: T | readonly T[] | undefined): T[] =>
  value === undefined ? [] : ([value].flat() as T[]);
const wordsOf = (value: string | readonly string[] | undefined): string[] => splitWords(value ?? []);

const toSelectors = (one: CaseName): CaseSelector[] =>
  typeof one === 'string' ? splitWords(one).map(selectorOf) : [pick(one)];

// A case of a result has much more than its name.
const pick = ({ transport, revision, scenario }: CaseSelector): CaseSelector => ({
  transport,
  revision,
  scenario,
});

/** Of `TRANSPORT/REVISION/SCENARIO`; the scenario's id has slashes of its own. */
function selectorOf(text: string): CaseSelector {
  const [transport = '', revision = '', ...scenario] = text.split('/');
  return { transport, revision, scenario: scenario.join('/') };
}

function filled<K extends string, V, W>(
  key: K,
  values: Readonly<Record<string, V>> | undefined,
  entry: (name: string, value: V) => [string, W],
): { [P in K]?: Record<string, W> } {
  const entries = Object.entries(values ?? {}).map(([name, value]) => entry(name, value));
  return (entries.length === 0 ? {} : { [key]: Object.fromEntries(entries) }) as {
    [P in K]?: Record<string, W>;
  };
}

/** Whole milliseconds. */
const timesOf = (given: ConformanceOptions) => ({
  startTimeoutMs: Math.round(given.startTimeoutMs ?? DEFAULTS.startTimeoutMs),
  urlWaitMs: Math.round(given.startTimeoutMs ?? 0),
  requestTimeoutMs: Math.round(given.requestTimeoutMs ?? DEFAULTS.requestTimeoutMs),
  scenarioTimeoutMs: Math.round(given.scenarioTimeoutMs ?? DEFAULTS.scenarioTimeoutMs),
  runTimeoutMs: Math.round(given.runTimeoutMs ?? DEFAULTS.runTimeoutMs),
});
