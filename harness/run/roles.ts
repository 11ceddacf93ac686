/** Finds who plays the roles that scenarios need, and says why nobody does. */
import type { Json } from '../../adapters/json.js';
import type { Era } from '../../adapters/revision.js';
import { findRoleOf, ROLES, type Role, type RoleName } from '../../suites/roles.js';
import type { LentCall } from '../../suites/scenario.js';
import type { NamedRoles } from './contract.js';
import type { Inventory } from './inventory.js';
import type { Look } from './look.js';
import type { Lack, PlannedCase, Skip } from './plan.js';

interface RolesOptions {
  era: Era;
  inventory: Pick<Inventory, 'tools'>;
  fixtures: 'auto' | 'require' | 'ignore';
  named: NamedRoles;
  /** Made once, and only where a role is to be filled by it. */
  look: () => Promise<Look>;
}

/** Tools whose names a reason tells. */
const SHOWN = 3;

/** Who plays which role on one transport at one revision. */
export class Roles {
  readonly #o: RolesOptions;
  #isLooking = false;

  constructor(o: RolesOptions) {
    this.#o = o;
  }

  /** Named in the config, the fixture by its name, or whoever was seen to do it; `undefined` where nobody is known to. */
  async lend(role: RoleName): Promise<LentCall | undefined> {
    const { era, fixtures, named } = this.#o;
    const given = named[role];
    if (given !== undefined) {
      const tool = this.#find(given.tool);
      return tool && { name: given.tool, arguments: given.arguments ?? {}, tool, fixture: false };
    }
    const entries =
      fixtures === 'ignore' ? [] : Object.entries<Role['fixtures'][string]>(ROLES[role].fixtures);
    for (const [name, fixture] of entries) {
      const tool = (fixture.era ?? era) === era ? this.#find(name) : undefined;
      if (tool !== undefined) return { name, arguments: fixture.arguments ?? {}, tool, fixture: true };
    }
    if (fixtures === 'require') return undefined;
    const { tried } = await this.#look();
    const one = tried.find(({ did }) => did.has(role));
    return one && { ...one.call, fixture: false };
  }

  /** Why a case is not run whose role nobody plays, or whose fixtures are not there; `undefined` where it can be run. */
  async explain({ scenario, lacks = [] }: PlannedCase): Promise<Skip | undefined> {
    const { role } = scenario.needs;
    if (role !== undefined) {
      if ((await this.lend(role)) !== undefined) return undefined;
      return this.#explainRole(role);
    }
    for (const lack of lacks) {
      const played = findRoleOf(lack.name);
      // Whatever the reason, it is a fixture that would show it.
      if (played !== undefined) return { ...(await this.#explainRole(played, lack)), lacks: 'fixture' };
    }
    return undefined;
  }

  /** Whether it is being found out who plays what: whoever asks has to wait. */
  get isLooking(): boolean {
    return this.#isLooking;
  }

  async #look(): Promise<Look> {
    const looking = this.#o.look();
    this.#isLooking = true;
    try {
      return await looking;
    } finally {
      this.#isLooking = false;
    }
  }

  #find(name: string): Json | undefined {
    return this.#o.inventory.tools.find((tool) => tool['name'] === name);
  }

  /** `lack`: nobody but the fixture would do, as the scenario knows its values. */
  async #explainRole(role: RoleName, lack?: Lack): Promise<Skip> {
    const { does, hint, fixtures } = ROLES[role];
    const given = this.#o.named[role];
    if (given !== undefined && lack === undefined)
      return notVerified(
        `the target would have to offer the tool ${given.tool}, which the config names for ${role}`,
      );
    if (this.#o.fixtures === 'require')
      return notVerified(`the target would have to offer the tool ${Object.keys(fixtures).join(' or ')}`);
    const { tried, untried, cut } = await this.#look();
    const who = tried.find(({ did }) => did.has(role));
    if (who !== undefined && lack !== undefined)
      return notApplicable(
        `${who.call.name} ${does}, and is judged elsewhere: this compares the values of ${lack.name} (fixture contract)`,
      );
    if (cut !== undefined)
      return notVerified(`the target would have to let all of its tools be tried: ${cut}`);
    if (tried.length === 0 && untried.length === 0) return notApplicable(`no tool is listed that ${does}`);
    const none =
      tried.length === 0
        ? `no tool may be called, as none is annotated readOnlyHint, and none looks like one that ${does}`
        : tried.length === 1
          ? `the one safe call is none that ${does}`
          : `none of the ${tried.length} safe calls ${does}`;
    const likely = untried.filter((tool) =>
      hint.test(`${String(tool['name'])} ${String(tool['description'])}`),
    );
    if (likely.length > 0)
      return notVerified(
        tried.length === 0
          ? `no tool may be called to see whether one ${does}: none is annotated readOnlyHint; ${allow(likely)}`
          : `${none}; one that may: ${allow(likely)}`,
      );
    const failed = tried.filter(({ succeeded }) => !succeeded).length;
    return notApplicable(
      [
        none,
        ...(failed > 0 ? [`${failed} failed (examples in the config give arguments that work)`] : []),
        ...(untried.length > 0 ? [`not called: ${untried.length} (${allow(untried)})`] : []),
      ].join('; '),
    );
  }
}

const notVerified = (reason: string): Skip => ({ status: 'not-verified', reason });
/** With a fixture it would be seen: a badge says core, and not full. */
const notApplicable = (reason: string): Skip => ({ status: 'not-applicable', reason, lacks: 'fixture' });

function allow(tools: readonly Json[]): string {
  const names = tools.map((tool) => String(tool['name']).slice(0, 80));
  const more = names.length > SHOWN ? `,… (${names.length - SHOWN} more)` : '';
  return `--allow-tool ${names.slice(0, SHOWN).join(',')}${more}`;
}
