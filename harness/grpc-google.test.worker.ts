/**
 * Runs the typed gRPC service, right and with every fault that it has messages for, and prints one line of JSON a fault and
 * revision. A process of its own, because Jest cannot load modules side by side, as `loadScenarios` does. Arguments: only these
 * faults.
 */
import type { Revision } from '../adapters/revision.js';
import { allFaults } from '../containers/servers/faulty/index.js';
import type { Fault } from '../containers/servers/faulty/fault.js';
import { bendService } from '../containers/servers/faulty/google.js';
import { honestGrpc } from '../containers/servers/faulty/honest-grpc.js';
import type { GoogleFault } from '../containers/servers/faulty/rows/google-kinds.js';
import { tellUsersApart } from '../containers/servers/faulty/two-users.js';
import { googleFaults } from '../containers/servers/faulty/rows/google.js';
import { createFixture } from '../containers/servers/reference/fixture.js';
import { createGoogleService } from '../containers/servers/reference/google-service.js';
import type { GoogleService } from '../adapters/grpc-google/server/service.js';
import type { CheckReport } from '../reports/result/result.js';
import { loadScenarios } from '../suites/index.js';
import { carriedIds, explainNotCarried } from '../suites/requirements/native.js';
import { listChecks, runPooled } from './faults.test.support.js';
import { runOnGoogle, type Between } from './grpc-google.test.support.js';
import { isCovered } from '../suites/scenario.js';

export interface ShownNative {
  /** `right` for the server without a fault, `honest` for those that are right and unusual. */
  fault: string;
  requirement: string;
  revision: string;
  checks: readonly CheckReport[];
}

/** What the survey made of a server of one older version, which is asked for newer ones first. */
export interface Surveyed {
  accepted: readonly string[];
  reason: string | undefined;
}

const REVISIONS: readonly Revision[] = ['2025-11-25', '2026-07-28'];
const WIDTH = 4;
const only = process.argv.slice(2);
const scenarios = [...(await loadScenarios())].filter(
  ([, { transport = 'grpc-google' }]) => transport === 'grpc-google',
);
const right = createGoogleService(createFixture());
const print = (shown: ShownNative | Surveyed) => process.stdout.write(`${JSON.stringify(shown)}\n`);

for (const revision of REVISIONS) {
  const all = scenarios.filter(([, { revisions }]) => isCovered(revisions, revision));
  const result = await runOnGoogle(
    right,
    [revision],
    all.map(([name]) => name),
  );
  for (const { checks } of result.cases)
    for (const check of checks)
      print({ fault: 'right', requirement: check.requirement, revision, checks: [check] });
}

const { target } = await runOnGoogle({ ...right, versions: ['2025-06-18'] }, 'auto', ['shared/tools/text']);
const { revisions: accepted, reason } = target.transports['grpc-google']!;
print({ accepted, reason });

/** Unusual servers that are right, and the scenarios that could take them for wrong ones. */
const HONEST = ['http-front', 'no-limit', 'no-encodings', 'refuses-streams', 'small-messages'] as const;
const SUSPICIOUS =
  'unknown-method,oversize,compression,lists,versions,messages,unaligned,near-4-mib,reserved-names'
    .split(',')
    .map((name) => `grpc-google/${name}`);
for (const id of only.length === 0 ? HONEST : HONEST.filter((one) => only.includes(one))) {
  const [revision] = REVISIONS.slice(-1) as [Revision];
  const { cases } = await runOnGoogle(right, [revision], SUSPICIOUS, { relayed: honestGrpc[id] });
  for (const { checks } of cases)
    for (const check of checks)
      print({ fault: 'honest', requirement: check.requirement, revision, checks: [check] });
}

/** What keeps two users apart, and the right server with a layer before it that does. */
const APART = 'cursors,resources,request-state,fixture-state,public'
  .split(',')
  .map((name) => `shared/apart/${name}`);
const isCarriedFor = (fault: Fault): boolean =>
  fault.upstream === 'two-users' && fault.transports?.includes('grpc') === true;
for (const revision of REVISIONS) {
  const names = APART.filter((name) => isCovered(new Map(scenarios).get(name)!.revisions, revision));
  const kept = bendService(right, {
    ...tellUsersApart(),
    requirement: 'apart.cursors',
    how: '',
    upstream: 'two-users',
  });
  const { cases } = await runOnGoogle(kept, [revision], names, { twoUsers: true });
  for (const { checks } of cases)
    for (const check of checks)
      print({ fault: 'right', requirement: check.requirement, revision, checks: [check] });
}

interface Show {
  id: string;
  fault: Pick<Fault, 'requirement' | 'scenarios'>;
  service: () => GoogleService;
  between: Between;
}

/** Faults of other transports, as far as they bend messages, and those of this one. */
const shows: Show[] = [
  ...Object.entries<Fault>(allFaults)
    .filter(([, { message, request }]) => message !== undefined || request !== undefined)
    .filter(([, { http, stdio }]) => http === undefined && stdio === undefined)
    .map(([id, fault]) => ({ id, fault, service: () => bendService(right, fault), between: {} })),
  ...Object.entries<Fault>(allFaults)
    .filter(
      ([, { grpc, message, request }]) =>
        grpc !== undefined && message === undefined && request === undefined,
    )
    .map(([id, fault]) => ({ id, fault, service: () => right, between: { relayed: fault } })),
  ...Object.entries<Fault>(allFaults)
    .filter(([, fault]) => isCarriedFor(fault))
    .map(([id, fault]) => ({
      id,
      fault,
      service: () => bendService(right, fault),
      between: { twoUsers: true as const },
    })),
  ...Object.entries<GoogleFault>(googleFaults).map(([id, { serve, response, grpc, ...fault }]) => ({
    id,
    fault,
    service: () => (serve === undefined ? right : { ...right, serve: serve(right.serve) }),
    between: {
      ...(response === undefined ? {} : { response }),
      ...(grpc === undefined ? {} : { relayed: { ...fault, grpc } }),
    },
  })),
].filter(
  ({ id, fault }) => carriedIds.includes(fault.requirement) && (only.length === 0 || only.includes(id)),
);

await runPooled(shows, WIDTH, async ({ id, fault, service, between }) => {
  const { requirement } = fault;
  for (const revision of REVISIONS) {
    const names = scenarios
      .filter(([, s]) => s.requirements.includes(requirement) && isCovered(s.revisions, revision))
      .map(([name]) => name);
    if (names.length === 0 || explainNotCarried(requirement, revision) !== undefined) continue;
    const result = await runOnGoogle(service(), [revision], fault.scenarios ?? names, between);
    print({ fault: id, requirement, revision, checks: listChecks(result, requirement) });
  }
});
