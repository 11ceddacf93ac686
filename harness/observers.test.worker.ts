/**
 * Runs, for each observer and each requirement that it judges, a fault on every transport, and prints what was found: one line
 * of JSON for each. A process of its own, as `faults.test.worker.ts` is. Arguments: only these observers.
 */
import { bendService } from '../containers/servers/faulty/google.js';
import { createFixture } from '../containers/servers/reference/fixture.js';
import { createGoogleService } from '../containers/servers/reference/google-service.js';
import type { CheckReport, Result } from '../reports/result/result.js';
import { loadObservers, loadScenarios } from '../suites/index.js';
import { getRequirement, type RequirementId } from '../suites/requirements/index.js';
import { listChecks, makeShowTarget, runOn, runPooled, type Show } from './faults.test.support.js';
import { runOnGoogle } from './grpc-google.test.support.js';
import { listOccasions, type Occasion } from './observers.test.support.js';
import { startServed, type Served } from './served.test.support.js';

export interface ShownObserver {
  observer: string;
  requirement: RequirementId;
  transport: string;
  revision: string;
  fault: string;
  level: 'MUST' | 'SHOULD' | 'ROBUSTNESS';
  /** It has to stand in what the observer expected. */
  words?: string;
  /** The scenario judges the same requirement. */
  isCited: boolean;
  checks: readonly CheckReport[];
  reasons: readonly string[];
}

/** What an observer judges. */
export interface Judging {
  observer: string;
  judges: readonly RequirementId[];
}

/** Runs at the same time. */
const WIDTH = 4;
/** Transports of which one server shows all faults, and what makes it listen. */
const FLAGS: Readonly<Record<string, string>> = {
  'streamable-http': '--http-port',
  websocket: '--ws-port',
  grpc: '--grpc-port',
};
const print = (said: ShownObserver | Judging) => process.stdout.write(`${JSON.stringify(said)}\n`);
const only = process.argv.slice(2);
const observers = await loadObservers();
const scenarios = await loadScenarios();
const occasions = listOccasions(observers).filter(
  ({ observer }) => only.length === 0 || only.includes(observer),
);

for (const [observer, { requirements }] of observers) print({ observer, judges: requirements });

const served = new Map<string, Served>();
const placeOf = ({ transport, fault: { upstream = 'both' } }: Occasion) => `${upstream} ${transport}`;
for (const occasion of occasions) {
  const flag = FLAGS[occasion.transport];
  if (flag === undefined || served.has(placeOf(occasion))) continue;
  const upstream = occasion.fault.upstream ?? 'both';
  served.set(placeOf(occasion), await startServed('faulty/main.js', '--upstream', upstream, flag, '0'));
}

const right = createGoogleService(createFixture());

function runAt(occasion: Occasion): Promise<Result> {
  const { transport, fault, revision, scenario } = occasion;
  const show: Show = { ...occasion, scenarios: [scenario] };
  if (transport === 'grpc-google') return runOnGoogle(bendService(right, fault), [revision], [scenario]);
  return runOn(makeShowTarget(show, served.get(placeOf(occasion))?.url ?? ''), [revision], [scenario]);
}

await runPooled(occasions, WIDTH, async (occasion) => {
  const result = await runAt(occasion);
  const { observer, requirement, transport, revision, id, words, scenario } = occasion;
  const shown: ShownObserver = {
    observer,
    requirement,
    transport,
    revision,
    fault: id,
    level: getRequirement(requirement).level,
    ...(words === undefined ? {} : { words }),
    isCited: scenarios.get(scenario)?.requirements.includes(requirement) ?? false,
    checks: listChecks(result, requirement),
    reasons: result.cases.flatMap(({ reason }) => reason ?? []),
  };
  print(shown);
});

await Promise.all([...served.values()].map((each) => each.stop()));
