import { defineScenario, type Context, type SafeCall } from '../../scenario.js';
import type { EventLog, Exchange, Session } from '../../session.js';
import { findChanged, findOtherLists, readDefinitions, type Definitions } from '../../support/definitions.js';
import { listDeclaredLists, type List } from '../../support/lists.js';
import { awaitAcknowledgement, CHANGE_WITHIN_MS, withSubscriptions } from '../../support/subscription.js';
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
    if (t.era === 'legacy') return judge(t, session, () => session.events);
    const lists = listDeclaredLists(session).filter((list) => session.declares(nameListChanged(list)));
    await withSubscriptions(session, async (subscriptions) => {
      const open = new Map<string, Exchange>();
      for (const { capability } of lists)
        if (!open.has(capability))
          open.set(capability, subscriptions.open({ [`${capability}ListChanged`]: true }));
      const heard = new Map<string, EventLog | undefined>();
      for (const [capability, exchange] of open) {
        const acknowledged = await awaitAcknowledgement(session, exchange);
        heard.set(capability, acknowledged && exchange.events);
      }
      // What is not declared is announced to nobody.
      await judge(t, session, ({ capability }) => (open.has(capability) ? heard.get(capability) : NOWHERE));
    });
  },
);

/** Where changes of a list are announced to this client; `undefined` where they would be, but cannot be heard. */
type Heard = (list: List) => EventLog | undefined;
const NOWHERE: EventLog = { seen: [], next: () => Promise.resolve(undefined) };
const nameListChanged = ({ capability }: List): string => `${capability}.listChanged`;

async function judge(t: T, session: Session, heard: Heard): Promise<void> {
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
    await judgeHeld(t, heard, first, last, 'as it was at first, or a change to be announced');
    // What one client reads before and after the other one is no change in time.
    if (findChanged(later, last).length === 0)
      await judgeHeld(t, heard, last, others, 'as another client was told at the same time');
  }
  if (isRestless) t.notApplicable(READ_ONLY, 'the lists of this server change by themselves');
  else judgeReadOnly(t, calls, first, later);
}

/** Fixtures that change a list do so on purpose. */
const isHarmless = ({ name }: SafeCall): boolean =>
  !/trigger/.test(name) && name !== 'test_error_handling' && name !== 'test_reconnection';

async function judgeHeld(
  t: T,
  heard: Heard,
  before: Definitions,
  after: Definitions,
  what: string,
): Promise<void> {
  const changed = findChanged(before, after);
  const announced = new Set<string>();
  for (const [capability, list] of new Map(changed.map(({ list }) => [list.capability, list]))) {
    const events = heard(list);
    if (events === undefined)
      return t.notVerified(HOLDS, `acknowledge a subscription to changes of its ${capability}`);
    const match = hasMethod(`notifications/${capability}/list_changed`);
    const ask = (ms: number): ReturnType<EventLog['next']> => events.next(match, ms);
    const came = (message: unknown): boolean => message !== undefined;
    if (came(await t.within('list_changed', CHANGE_WITHIN_MS, ask, came))) announced.add(capability);
  }
  const silent = changed.filter(({ list }) => !announced.has(list.capability));
  for (const { name, seen } of silent) t.satisfies(HOLDS, seen, () => false, `${name} ${what}`);
  const [any] = after.values();
  if (silent.length === 0 && any !== undefined)
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
