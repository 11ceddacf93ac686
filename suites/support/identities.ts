/** What scenarios of two users share: a session of each on one server, and what only one of them is offered. */
import type { RequirementId } from '../requirements/index.js';
import type { Context } from '../scenario.js';
import type { Session } from '../session.js';
import { selectAskable, type Askable } from './listed.js';
import type { List } from './lists.js';
import { readList } from './tool-calls.js';

export interface Users {
  readonly a: Session;
  readonly b: Session;
}

/** A session of each. */
export const openAsBoth = async (t: Pick<Context, 'session'>): Promise<Users> => ({
  a: await t.session({ identity: 'a' }),
  b: await t.session({ identity: 'b' }),
});

/**
 * Whether the server looks at credentials at all: what it gives to whoever comes is nobody's. Where it does not, the
 * requirement does not apply.
 */
export async function asksWho<R extends RequirementId>(
  t: Pick<Context<R>, 'refusesNobody' | 'notApplicable'>,
  requirement: NoInfer<R>,
): Promise<boolean> {
  const asks = await t.refusesNobody();
  if (!asks) t.notApplicable(requirement, 'this target also serves who shows the credentials of neither');
  return asks;
}

/** What is listed for `a` and not for `b`, neither before nor after; `undefined` where a list was not read to its end. */
export async function findOnlyOf({ a, b }: Users, method: List['method']): Promise<Askable[] | undefined> {
  const before = await readList(b, method);
  const listed = await readList(a, method);
  const after = await readList(b, method);
  if (!before.whole || !listed.whole || !after.whole) return undefined;
  const others = new Set([...selectAskable(before), ...selectAskable(after)].map(({ key }) => key));
  return selectAskable(listed).filter(({ key }) => !others.has(key));
}
