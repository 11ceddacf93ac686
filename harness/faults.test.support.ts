import type { TransportName } from '../adapters/index.js';
import { getEra, REVISIONS, type Revision } from '../adapters/revision.js';
import { buildTarget } from '../containers/targets/build.js';
import type { Fault } from '../containers/servers/faulty/fault.js';
import type { TargetSpec } from '../containers/targets/spec.js';
import { allFaults } from '../containers/servers/faulty/index.js';
import { TOKEN } from '../containers/servers/faulty/rows/http.js';
import { TOKENS } from '../containers/servers/faulty/two-users.js';
import type { Target } from '../containers/targets/target.js';
import type { CheckReport, Result } from '../reports/result/result.js';
import { getRequirement, type RequirementId } from '../suites/requirements/index.js';
import { appliesTo } from '../suites/requirements/requirement.js';
import type { Scenario } from '../suites/scenario.js';
import { isCovered } from '../suites/scenario.js';
import { run } from './run/run.js';
import { getFile } from './served.test.support.js';

/** One fault on one transport at one revision. */
export interface Show {
  readonly id: string;
  readonly fault: Fault;
  readonly transport: TransportName;
  readonly revision: Revision;
  readonly scenarios: readonly string[];
}

/**
 * Each fault on one transport, at the newest revision of each era that its requirement speaks of. Streamable HTTP
 * where there is a choice: there all faults share one server, while stdio costs two processes a connection.
 */
export function listShows(scenarios: ReadonlyMap<string, Scenario>): Show[] {
  return Object.entries<Fault>(allFaults).flatMap(([id, fault]) => {
    const row = getRequirement(fault.requirement);
    const possible = fault.transports ?? (row.transports as TransportName[] | undefined);
    const transport = possible?.[0] ?? 'streamable-http';
    const revisions = (fault.revisions ?? REVISIONS).filter(
      (revision) =>
        appliesTo(row, transport, revision) && (transport === 'stdio' || revision >= '2025-03-26'),
    );
    return (['legacy', 'modern'] as const).flatMap((era) => {
      const revision = revisions.filter((candidate) => getEra(candidate) === era).at(-1);
      if (revision === undefined) return [];
      const cited = [...scenarios].filter(
        ([name, scenario]) =>
          (fault.scenarios?.includes(name) ?? scenario.requirements.includes(fault.requirement)) &&
          isCovered(scenario.revisions, revision) &&
          (scenario.transport ?? transport) === transport,
      );
      const names = cited.map(([name]) => name);
      return names.length === 0 ? [] : [{ id, fault, transport, revision, scenarios: names }];
    });
  });
}

/**
 * Where a server of ours is: a file to start that speaks on its pipes, one that listens at `path` of the port that it is
 * told, or an address, with what is sent to it beside the messages.
 */
type Place =
  | { file: string; args: readonly string[]; path?: string }
  | { url: string; metadata?: Record<string, string> };

/** A server of ours as a target, over one transport. What only a custom binding demands fails it, as the fault should. */
export const makeTarget = ({ transport, fault }: Pick<Show, 'transport' | 'fault'>, at: Place): Target =>
  buildTarget({
    name: 'file' in at ? at.file : at.url,
    env: {},
    secrets: [TOKEN],
    credentials: [TOKEN],
    startTimeoutMs: 60_000,
    transports: transportsOf(transport, fault, at),
  });

function transportsOf(transport: TransportName, fault: Fault, at: Place): TargetSpec['transports'] {
  const reproduceWith: string[] = [];
  if ('url' in at)
    return { [transport]: { ...optionsOf(transport, fault, at.metadata), url: at.url, reproduceWith } };
  const command = [process.execPath, getFile(at.file), ...at.args];
  if (at.path === undefined) return { stdio: { command, reproduceWith } };
  const listens = { command, ready: 'port', url: `http://127.0.0.1:\${PORT}${at.path}`, reproduceWith };
  return { [transport]: { ...optionsOf(transport, fault), ...listens } };
}

function optionsOf(transport: TransportName, fault: Fault, metadata: Record<string, string> = {}) {
  const options = plainOptionsOf(transport, fault, metadata);
  if (fault.upstream !== 'two-users') return options;
  const as = (token: string) => ({ ...metadata, authorization: `Bearer ${token}` });
  const identities = { a: as(TOKENS.a), b: as(TOKENS.b), nobody: metadata };
  return {
    ...options,
    ...('metadata' in options ? { metadata: identities.a } : { headers: identities.a }),
    identities,
  };
}

function plainOptionsOf(transport: TransportName, fault: Fault, metadata: Record<string, string>) {
  if (transport === 'grpc') return { metadata, preset: 'tunnel', claim: true };
  if (transport === 'websocket')
    return { headers: {}, profile: fault.websocket?.profile ?? 'mcp', claim: true };
  return { headers: { authorization: `Bearer ${TOKEN}` } };
}

/** `origin`: where the faults before the server that this one needs are served. */
export function makeShowTarget(show: Show, origin: string): Target {
  const name = `${show.id}~${show.revision}`;
  const file = 'faulty/main.js';
  if (show.transport === 'stdio') return makeTarget(show, { file, args: [show.id, '--stdio'] });
  if (show.fault.breakable === true)
    return makeTarget(show, { file, args: [show.id, '--http-port', '${PORT}'], path: `/${show.id}/mcp` });
  if (show.transport === 'grpc') return makeTarget(show, { url: origin, metadata: { 'x-fault': name } });
  return makeTarget(show, { url: `${origin}/${name}/mcp` });
}

/** A run with the patience of a busy machine. */
export async function runOn(
  target: Target,
  revisions: 'all' | 'auto' | readonly Revision[],
  scenarios: readonly string[],
): Promise<Result> {
  return run({
    target,
    revisions,
    scenarios,
    cases: [],
    fixtures: 'auto',
    allowTools: [],
    examples: { test_mirrored_header: [{ region: 'us-west1' }] },
    seed: 1,
    startTimeoutMs: 60_000,
    requestTimeoutMs: 5_000,
    scenarioTimeoutMs: 60_000,
    runTimeoutMs: 300_000,
    concurrency: 4,
    failOn: ['fail'],
    report: {},
    signal: new AbortController().signal,
  });
}

/** Everything that was found about one requirement. */
export const listChecks = (result: Result, id: RequirementId): readonly CheckReport[] =>
  result.cases.flatMap((c) => c.checks.filter((check) => check.requirement === id));

/** Runs `work` on every item, `width` at a time. */
export async function runPooled<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
