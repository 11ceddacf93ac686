import { defineScenario, type Context, type SafeCall } from '../../scenario.js';
import type { Session } from '../../session.js';
import { findChanged, findOtherLists, readDefinitions, type Definitions } from '../../support/definitions.js';
import type { List } from '../../support/lists.js';
import { hasMethod, tryTool } from '../../support/tool-calls.js';

const HOLDS = 'apart.definitions-hold';
const READ_ONLY = 'apart.read-only-changes-no-list';
/** Tools that are called, and how often: who means to be trusted first changes after a few calls. */
const MAX_CALLS = 4;
const TIMES = 3;
type T = Context<typeof HOLDS | typeof READ_ONLY>;

export default defineScenario(
  {
    title: 'Tools, prompts and resources are what they were at first, after calls and for another client',
    requirements: [HOLDS, READ_ONLY],
    needs: { capabilities: ['tools|prompts|resources'] },
  },
  async (t) => {
    const session = await t.session();
    const first = await readDefinitions(session);
    const isRestless = findOtherLists(first, await readDefinitions(session)).length > 0;
    const calls = (await t.safeCalls()).filter(isHarmless).slice(0, MAX_CALLS);
    for (const call of calls) for (let turn = 0; turn < TIMES; turn += 1) await tryTool(session, call);
    const later = await readDefinitions(session);
    const other = await t.session();
    const others = await readDefinitions(other);
    const last = await readDefinitions(session);
    // What is announced may come after the list.
    await session.barrier();
    if (first.size === 0) t.notApplicable(HOLDS, 'the server lists nothing');
    else {
      judgeHeld(t, session, first, last, 'as it was at first, or a change to be announced');
      // What one client reads before and after the other one is no change in time.
      if (findChanged(later, last).length === 0)
        judgeHeld(t, session, last, others, 'as another client was told at the same time');
    }
    if (isRestless) t.notApplicable(READ_ONLY, 'the lists of this server change by themselves');
    else judgeReadOnly(t, calls, first, later);
  },
);

/** Fixtures that change a list do so on purpose. */
const isHarmless = ({ name }: SafeCall): boolean =>
  !/trigger/.test(name) && name !== 'test_error_handling' && name !== 'test_reconnection';

/** Announced, or where announcements have to be asked for, declared. */
function isAnnounced(session: Session, { capability }: List): boolean {
  if (session.era === 'modern') return session.declares(`${capability}.listChanged`);
  return session.events.seen.some(hasMethod(`notifications/${capability}/list_changed`));
}

function judgeHeld(t: T, session: Session, before: Definitions, after: Definitions, what: string): void {
  const changed = findChanged(before, after).filter(({ list }) => !isAnnounced(session, list));
  for (const { name, seen } of changed) t.satisfies(HOLDS, seen, () => false, `${name} ${what}`);
  const [any] = after.values();
  if (changed.length === 0 && any !== undefined)
    t.satisfies(HOLDS, any.seen, () => true, `every definition ${what}`);
}

function judgeReadOnly(t: T, calls: readonly SafeCall[], before: Definitions, after: Definitions): void {
  const [any] = after.values();
  if (calls.length === 0 || any === undefined)
    return t.notApplicable(READ_ONLY, 'this server has no tool that may be called, or lists nothing');
  const others = findOtherLists(before, after);
  const names = calls.map(({ name }) => name).join(', ');
  for (const { method } of others) {
    const item =
      [...after].find(([name, { list }]) => list.method === method && !before.has(name))?.[1] ?? any;
    t.satisfies(READ_ONLY, item.seen, () => false, `the same ${method} after calls of ${names}`);
  }
  if (others.length === 0)
    t.satisfies(READ_ONLY, any.seen, () => true, `the same lists after calls of ${names}`);
}
