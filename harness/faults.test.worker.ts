/**
 * Runs every fault and the right servers and prints what was found, one line of JSON a fault and revision. It is a
 * process of its own because Jest cannot load modules side by side, as `loadScenarios` does. Arguments: only these faults.
 */
import { rmSync } from 'node:fs';
import { getSharedFolder } from '../containers/servers/faulty/rows/apart.js';
import { getUpstreamServer } from '../containers/servers/faulty/upstream.js';
import type { TransportName } from '../adapters/index.js';
import type { CheckReport } from '../reports/result/result.js';
import { loadScenarios } from '../suites/index.js';
import { getRequirement } from '../suites/requirements/index.js';
import type { Requirement } from '../suites/requirements/requirement.js';
import {
  listChecks,
  runPooled,
  runOn,
  listShows,
  makeTarget,
  makeShowTarget,
} from './faults.test.support.js';
import type { Show } from './faults.test.support.js';
import { startServed, type Served } from './served.test.support.js';

/** What one fault came to on one transport at one revision. */
export interface Shown {
  id: string;
  transport: string;
  revision: string;
  level: Requirement['level'];
  checks: readonly CheckReport[];
  /** What was found about the rows that the fault must leave alone. */
  spared: readonly CheckReport[];
  /** Why cases, or all of them, did not run, where there are no checks. */
  reasons: readonly string[];
  /** What was found without the fault; absent where the right servers have no occasion. */
  control?: readonly CheckReport[];
}

/** Faults that are shown at the same time. */
const WIDTH = 4;

// What faulty servers over stdio shared.
process.once('exit', () => rmSync(getSharedFolder(process.pid), { recursive: true, force: true }));
const only = process.argv.slice(2);
const shows = listShows(await loadScenarios()).filter(({ id }) => only.length === 0 || only.includes(id));
/** Transports of which one server shows all faults, and what makes it listen. */
const FLAGS: Partial<Record<TransportName, string>> = {
  'streamable-http': '--http-port',
  websocket: '--ws-port',
  grpc: '--grpc-port',
};
const served = new Map<string, { faulty: Served; right: Served }>();
const placeOf = ({ transport, fault }: Show) =>
  `${fault.upstream ?? 'both'} ${transport}${fault.breakable === true ? ' breakable' : ''}`;
for (const show of new Map(shows.map((each) => [placeOf(each), each])).values()) {
  const flag = FLAGS[show.transport];
  if (flag === undefined || show.fault.breakable === true) continue;
  const upstream = show.fault.upstream ?? 'both';
  const [file, ...args] = getUpstreamServer(upstream);
  const [faulty, right] = await Promise.all([
    startServed('faulty/main.js', '--upstream', upstream, flag, '0'),
    startServed(file, ...args, flag, '0'),
  ]);
  served.set(placeOf(show), { faulty, right });
}
const servedBy = (show: Show) => served.get(placeOf(show));

const cells = new Map<string, Show[]>();
const cellOf = (show: Show) => `${placeOf(show)} ${show.revision} ${show.fault.websocket?.profile ?? ''}`;
for (const show of shows) {
  if (show.fault.uncontrolled === undefined)
    cells.set(cellOf(show), [...(cells.get(cellOf(show)) ?? []), show]);
}
const control = new Map<string, Awaited<ReturnType<typeof runOn>>>();
await runPooled([...cells], 2, async ([cell, inCell]) => {
  const [show] = inCell as [Show];
  const [file, ...args] = getUpstreamServer(show.fault.upstream ?? 'both');
  const url = servedBy(show)?.right.url;
  const started =
    show.fault.breakable === true
      ? { file, args: [...args, '--http-port', '${PORT}'], path: '/mcp' }
      : { file, args: [...args, '--stdio'] };
  const target = makeTarget(show, url === undefined ? started : { url });
  const scenarios = new Set(inCell.flatMap((show) => show.scenarios));
  control.set(cell, await runOn(target, [show.revision], [...scenarios]));
});

await runPooled(shows, WIDTH, async (show) => {
  const { id, transport, revision, fault } = show;
  const result = await runOn(
    makeShowTarget(show, servedBy(show)?.faulty.url ?? ''),
    [revision],
    show.scenarios,
  );
  const without = fault.uncontrolled === undefined ? control.get(cellOf(show)) : undefined;
  const shown: Shown = {
    id,
    transport,
    revision,
    level: getRequirement(fault.requirement).level,
    checks: listChecks(result, fault.requirement),
    spared: (fault.spares ?? []).flatMap((spared) => listChecks(result, spared)),
    reasons: [...result.cases, ...Object.values(result.target.transports)].flatMap(
      ({ reason }) => reason ?? [],
    ),
    ...(without === undefined ? {} : { control: listChecks(without, fault.requirement) }),
  };
  process.stdout.write(`${JSON.stringify(shown)}\n`);
});

await Promise.all([...served.values()].flatMap(({ faulty, right }) => [faulty.stop(), right.stop()]));
