/** Chooses which scenarios run on which transport and revision, and says why others are skipped. */
import { matchesPattern } from '../../reports/result/glob.js';
import type { Traits } from '../../adapters/adapter.js';
import type { Revision } from '../../adapters/revision.js';
import type { CheckReport } from '../../reports/result/result.js';
import { explainNotCarried } from '../../suites/requirements/native.js';
import { findRoleOf } from '../../suites/roles.js';
import { takeShard, type Shard } from '../../reports/result/shards.js';
import { isCovered, type Needs, type Scenario } from '../../suites/scenario.js';
import type { Host } from '../../containers/targets/target.js';
import type { CaseSelector, PlannedCell } from './contract.js';
import type { Inventory } from './inventory.js';
import { isObject, type Json } from '../../adapters/json.js';

/** Why a case cannot run; `lacks`: only because the target offers nothing to run it on. */
export interface Skip extends Pick<CheckReport, 'lacks'> {
  status: 'not-applicable' | 'not-verified';
  reason: string;
}

/** One scenario on one transport at one revision. */
export interface PlannedCase {
  readonly id: string;
  readonly scenario: Scenario;
  readonly transport: string;
  readonly revision: Revision;
  /** Its binding has no JSON-RPC: see `suites/requirements/native.ts`. */
  readonly native?: true;
  /** Fixtures that it needs and that are not there, where others may play their role: see `roles.ts`. */
  readonly lacks?: readonly Lack[];
  /** Set where the case cannot run; it is reported with this reason and never started. */
  readonly skip?: Skip;
}

/** A fixture that the target does not list. */
export interface Lack {
  kind: 'tool' | 'prompt' | 'resource';
  name: string;
}

export interface Selection {
  scenarios: readonly string[];
  cases: readonly CaseSelector[];
  fixtures: 'auto' | 'require' | 'ignore';
}

/** What a scenario needs decides before it runs whether it applies, and the reason is said. */
export function planCases(
  scenarios: ReadonlyMap<string, Scenario>,
  transport: string,
  inventories: ReadonlyMap<Revision, Inventory>,
  { traits, breakable, contained = false, identities }: Means,
  selection: Selection,
): PlannedCase[] {
  const planned: PlannedCase[] = [];
  for (const [revision, inventory] of inventories) {
    for (const [id, scenario] of scenarios) {
      if (scenario.transport !== undefined && scenario.transport !== transport) continue;
      if (
        !isCovered(scenario.revisions, revision) ||
        !isSelected(selection, { transport, revision, scenario: id })
      )
        continue;
      // What breaks servers is run where they are there to be broken, and elsewhere when it is asked for.
      const { server } = scenario.needs;
      if (server !== undefined && server !== 'local' && !contained && !named(selection, id)) continue;
      const { raw, native } = traits(revision);
      const foreign = scenario.transport !== undefined && !raw && native === undefined;
      const skip =
        (foreign ? FOREIGN : undefined) ??
        (native === undefined ? undefined : unspoken(scenario, revision)) ??
        elsewhere(scenario.needs, breakable, contained) ??
        alone(scenario.needs, breakable) ??
        unknown(scenario.needs, identities) ??
        unbreakable(scenario.needs, breakable) ??
        unmet(scenario.needs, inventory, selection.fixtures);
      const lacks = listLacks(scenario.needs, inventory);
      planned.push({
        id,
        scenario,
        transport,
        revision,
        ...(native === undefined ? {} : { native }),
        ...(lacks.length === 0 ? {} : { lacks }),
        ...(skip === undefined ? {} : { skip }),
      });
    }
  }
  return planned;
}

/** What can be done on a transport of the target. */
export interface Means {
  traits: (revision: Revision) => Pick<Traits, 'raw' | 'native'>;
  breakable?: Host<unknown>['breakable'];
  /** Its server runs in a container. */
  contained?: boolean;
  /** Clients that it tells apart. */
  identities?: Host<unknown>['identities'];
}

/** Whether a scenario that breaks servers is asked for by name, or by that of its folder. */
const named = ({ scenarios, cases }: Selection, id: string): boolean =>
  cases.some(({ scenario }) => scenario === id) ||
  scenarios.some((pattern) => pattern.split('/')[0] === id.split('/')[0]);

/** Where a server listens is its own choice only where nobody else says it. */
const elsewhere = (
  { server }: Needs,
  breakable: Means['breakable'],
  contained: boolean,
): PlannedCase['skip'] =>
  server === 'local' && (breakable !== 'listener' || contained)
    ? {
        status: 'not-applicable',
        reason:
          'where this target listens was not its own choice: it was not started here by a command that is told its port alone',
      }
    : undefined;

const alone = ({ clients }: Needs, breakable: Means['breakable']): PlannedCase['skip'] =>
  clients !== undefined && breakable === 'process'
    ? { status: 'not-applicable', reason: 'on this transport each client has a server of its own' }
    : undefined;

/** Who uses a server without credentials has nothing to tell apart; who uses it with some could name others. */
function unknown({ identities: needed }: Needs, identities: Means['identities']): PlannedCase['skip'] {
  if (needed === undefined || hasTwoIdentities({ identities })) return undefined;
  return identities === undefined
    ? {
        status: 'not-applicable',
        reason:
          'no credentials go with what is sent here (two `identities` in the config would be told apart)',
      }
    : {
        status: 'not-verified',
        reason: 'the config would have to name two `identities`, as this target is used with credentials',
      };
}

/** Whether scenarios can be two clients that the server tells apart. */
export const hasTwoIdentities = ({ identities }: Pick<Means, 'identities'>): boolean =>
  identities !== undefined && identities !== 'one';

function unbreakable({ server }: Needs, breakable: Means['breakable']): PlannedCase['skip'] {
  if (server === undefined || breakable === 'listener') return undefined;
  if (breakable === 'process' && server === 'any') return undefined;
  return breakable === undefined
    ? {
        status: 'not-verified',
        reason: 'the target would have to run in a container (`image` or `dockerfile`) to be broken',
      }
    : { status: 'not-applicable', reason: 'on this transport the server has no address and no network' };
}

const FOREIGN = {
  status: 'not-verified',
  reason: 'a foreign library stands between the harness and the wire',
} as const;

/** A conversation that can decide nothing on a binding without JSON-RPC is not held. */
function unspoken({ requirements }: Scenario, revision: Revision): PlannedCase['skip'] {
  const reasons = requirements.map((id) => explainNotCarried(id, revision));
  const [reason] = reasons;
  return reason === undefined || reasons.includes(undefined)
    ? undefined
    : { status: 'not-applicable', reason };
}

/** The cases of one shard. What cannot run is dealt too: it is reported with its reason, once. */
export function takePlanOfShard(plan: readonly PlannedCase[], shard: Shard): PlannedCase[] {
  const named = plan.map((planned) => {
    const { transport, revision, id: scenario } = planned;
    return { transport, revision, scenario, planned };
  });
  return takeShard(named, shard).map(({ planned }) => planned);
}

/** How many cases each transport has at each revision. */
export function listCells(planned: readonly PlannedCase[]): PlannedCell[] {
  const cells = new Map<string, PlannedCell>();
  for (const { transport, revision } of planned) {
    const key = `${transport}/${revision}`;
    const cell = cells.get(key) ?? { transport, revision, total: 0 };
    cell.total += 1;
    cells.set(key, cell);
  }
  return [...cells.values()];
}

export function isSelected(selection: Pick<Selection, 'scenarios' | 'cases'>, c: CaseSelector): boolean {
  if (selection.cases.length > 0) {
    return selection.cases.some(
      (s) => s.transport === c.transport && s.revision === c.revision && s.scenario === c.scenario,
    );
  }
  return (
    selection.scenarios.length === 0 ||
    selection.scenarios.some((pattern) => matchesPattern(pattern, c.scenario))
  );
}

function unmet(needs: Needs, inventory: Inventory, fixtures: Selection['fixtures']): PlannedCase['skip'] {
  const undeclared = needs.capabilities?.find(
    (paths) => !paths.split('|').some((path) => declared(inventory.capabilities, path)),
  );
  if (undeclared !== undefined) {
    const named = undeclared.replaceAll('|', ' or ');
    return { status: 'not-applicable', reason: `the target does not declare the capability ${named}` };
  }
  const lacks = listLacks(needs, inventory);
  const wants = [needs.tools, needs.prompts, needs.resources].some((list) => (list ?? []).length > 0);
  if (wants && lacks.length === 0 && fixtures === 'ignore')
    return { status: 'not-verified', reason: 'fixtures are ignored in this run', lacks: 'fixture' };
  if (lacks.length === 0) return undefined;
  const names = lacks.map(({ kind, name }) => `the ${kind} ${name}`).join(', ');
  if (fixtures === 'require')
    return {
      status: 'not-verified',
      reason: `the target would have to offer ${names} (fixture contract)`,
      lacks: 'fixture',
    };
  // Others may play the role of some: see `roles.ts`.
  if (lacks.some(({ kind, name }) => kind === 'tool' && findRoleOf(name) !== undefined)) return undefined;
  return {
    status: 'not-applicable',
    reason: `what is compared here is known of ${names} alone (fixture contract), and the target does not list it`,
    lacks: 'fixture',
  };
}

function listLacks(needs: Needs, inventory: Inventory): Lack[] {
  return [
    ...listAbsent('tool', needs.tools, inventory.tools, 'name'),
    ...listAbsent('prompt', needs.prompts, inventory.prompts, 'name'),
    ...listAbsentResources(needs.resources, inventory),
  ];
}

function declared(capabilities: Json, path: string): boolean {
  let value: unknown = capabilities;
  for (const key of path.split('.')) value = isObject(value) ? value[key] : undefined;
  return value !== undefined && value !== null && value !== false;
}

function listAbsent(
  kind: Lack['kind'],
  names: readonly string[] | undefined,
  offered: readonly Json[],
  key: string,
): Lack[] {
  return (names ?? [])
    .filter((name) => !offered.some((item) => item[key] === name))
    .map((name) => ({ kind, name }));
}

/** A resource counts as offered when it is listed, or when its template is. */
const listAbsentResources = (uris: readonly string[] | undefined, inventory: Inventory): Lack[] =>
  listAbsent('resource', uris, inventory.resources, 'uri').filter(
    ({ name }) => !inventory.templates.some((item) => item['uriTemplate'] === name),
  );
