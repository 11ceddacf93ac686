/**
 * Runs the typed gRPC service, right and with every fault that it has messages for, and prints one line of JSON a fault and
 * revision. A process of its own, because Jest cannot load modules side by side, as `loadScenarios` does. Arguments: only these
 * faults.
 */
import type { Revision } from '../adapters/revision.js';
import { allFaults } from '../containers/servers/faulty/index.js';
import type { Fault } from '../containers/servers/faulty/fault.js';
import { bendService, alterResponses } from '../containers/servers/faulty/google.js';
import { googleFaults, type GoogleFault } from '../containers/servers/faulty/rows/google.js';
import { createFixture } from '../containers/servers/reference/fixture.js';
import { createGoogleService } from '../containers/servers/reference/google-service.js';
import type { Target } from '../containers/targets/target.js';
import { addGoogleService, type GoogleService } from '../adapters/grpc-google/server/service.js';
import { createGrpcServer, listenOn } from '../adapters/grpc/server/listen.js';
import type { CheckReport } from '../reports/result/result.js';
import { loadScenarios } from '../suites/index.js';
import { carriedIds, explainNotCarried } from '../suites/requirements/native.js';
import { listChecks, runPooled, runOn } from './faults.test.support.js';
import { isCovered } from '../suites/scenario.js';

export interface ShownNative {
  /** `right` for the server without a fault. */
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
const scenarios = [...(await loadScenarios())].filter(([, { transport }]) => transport === undefined);
const right = createGoogleService(createFixture());
const print = (shown: ShownNative | Surveyed) => process.stdout.write(`${JSON.stringify(shown)}\n`);

async function resultFor(
  service: GoogleService,
  revisions: 'auto' | readonly Revision[],
  names: readonly string[],
  response?: GoogleFault['response'],
) {
  const server = createGrpcServer();
  addGoogleService(response === undefined ? server : alterResponses(server, response), service);
  const { url, close } = await listenOn(server, { host: '127.0.0.1', port: 0 });
  try {
    const result = await runOn(targetAt(new URL(url).host), revisions, names);
    const broken = result.cases.filter(({ status }) => status === 'error');
    if (broken.length > 0) throw new Error(`cases of ours broke: ${JSON.stringify(broken).slice(0, 2_000)}`);
    return result;
  } finally {
    server.forceShutdown();
    await close();
  }
}

const targetAt = (address: string): Target => ({
  name: 'google',
  secrets: [],
  hosts: {
    'grpc-google': {
      reproduceWith: [],
      startable: false,
      remote: false,
      claimed: true,
      lease: async () => ({
        endpoint: { address, metadata: {} },
        stderr: () => '',
        release: async () => {},
      }),
    },
  },
  stop: async () => {},
});

for (const revision of REVISIONS) {
  const all = scenarios.filter(([, { revisions }]) => isCovered(revisions, revision));
  const result = await resultFor(
    right,
    [revision],
    all.map(([name]) => name),
  );
  for (const { checks } of result.cases)
    for (const check of checks)
      print({ fault: 'right', requirement: check.requirement, revision, checks: [check] });
}

const { target } = await resultFor({ ...right, versions: ['2025-06-18'] }, 'auto', ['shared/tools/text']);
const { revisions: accepted, reason } = target.transports['grpc-google']!;
print({ accepted, reason });

interface Show {
  id: string;
  fault: Pick<Fault, 'requirement' | 'scenarios'>;
  service: () => GoogleService;
  response?: GoogleFault['response'];
}

/** Faults of other transports, as far as they bend messages, and those of this one. */
const shows: Show[] = [
  ...Object.entries<Fault>(allFaults)
    .filter(([, { message, request }]) => message !== undefined || request !== undefined)
    .filter(([, { http, stdio }]) => http === undefined && stdio === undefined)
    .map(([id, fault]) => ({ id, fault, service: () => bendService(right, fault) })),
  ...Object.entries<GoogleFault>(googleFaults).map(([id, { serve, response, ...fault }]) => ({
    id,
    fault,
    service: () => (serve === undefined ? right : { ...right, serve: serve(right.serve) }),
    ...(response === undefined ? {} : { response }),
  })),
].filter(
  ({ id, fault }) => carriedIds.includes(fault.requirement) && (only.length === 0 || only.includes(id)),
);

await runPooled(shows, WIDTH, async ({ id, fault, service, response }) => {
  const { requirement } = fault;
  for (const revision of REVISIONS) {
    const names = scenarios
      .filter(([, s]) => s.requirements.includes(requirement) && isCovered(s.revisions, revision))
      .map(([name]) => name);
    if (names.length === 0 || explainNotCarried(requirement, revision) !== undefined) continue;
    const result = await resultFor(service(), [revision], fault.scenarios ?? names, response);
    print({ fault: id, requirement, revision, checks: listChecks(result, requirement) });
  }
});
