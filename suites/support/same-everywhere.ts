/** Judges that a list is the same after other requests and on another connection. */
import type { RequirementId } from '../requirements/index.js';
import type { Context } from '../scenario.js';
import type { Session } from '../session.js';
import type { List } from './lists.js';
import { readList, type Item, type Listing } from './tool-calls.js';

export interface ListOf<R> {
  requirement: R;
  method: List['method'];
  /** Harmless requests that make use of what is listed. */
  use: (session: Session, before: Listing) => Promise<void>;
}

/**
 * A list may change with time, and for everybody; it may not depend on the connection, or on what was asked on it. So it
 * is read here and there in turn: what comes and goes on one side alone is time's doing and counts for nothing. Returns
 * what was read, in the order of reading; nothing where no list could be read to its end.
 */
export async function judgeSameEverywhere<R extends RequirementId>(
  t: Context<R>,
  of: ListOf<NoInfer<R>>,
): Promise<readonly Listing[]> {
  const here = await t.session();
  // A connection on which nothing was asked before but lists.
  const there = await t.session({ handshake: false, only: 'lists' });
  const before = await readList(here, of.method);
  if (before.whole) await of.use(here, before);
  const listings = [before];
  for (const session of [here, there, here, there]) listings.push(await readList(session, of.method));
  const [, used, other, usedAgain, otherAgain] = listings;
  if (used === undefined || other === undefined || usedAgain === undefined || otherAgain === undefined)
    throw new Error('a list was read four times');
  if (!listings.every(({ whole }) => whole)) {
    t.notVerified(of.requirement, `answer ${of.method} each time, with a list of at most 1,000 items`);
    return [];
  }
  const lost = findLost([other, otherAgain], [used, usedAgain]);
  const added = findLost([used, usedAgain], [other, otherAgain]);
  if (lost.length + added.length === 0 && listings.every(({ items }) => items.length === 0))
    t.notApplicable(of.requirement, `the server lists nothing in ${of.method}`);
  else if (lost.length + added.length === 0)
    t.satisfies(
      of.requirement,
      otherAgain.first.at(`/result/${before.of.items}`),
      () => true,
      'the same items as elsewhere',
    );
  for (const item of lost)
    accuse(item, 'to be listed also on a connection on which other requests were sent');
  for (const item of added) accuse(item, 'to be listed on every connection, or on none');
  return listings;

  function accuse(item: Item, what: string): void {
    const { key } = before.of;
    t.satisfies(
      of.requirement,
      item.at(`/${key}`),
      () => false,
      `${JSON.stringify(item.value[key])} ${what}`,
    );
  }
}

/** Items that one side has both times, and the other side never. */
function findLost([one, again]: readonly [Listing, Listing], others: readonly Listing[]): Item[] {
  const stays = new Set(listKeys(again));
  const elsewhere = new Set(others.flatMap(listKeys));
  return one.items.filter((item) => {
    const key = item.value[one.of.key];
    return stays.has(key) && !elsewhere.has(key);
  });
}

export const listKeys = ({ items, of }: Listing): unknown[] => items.map(({ value }) => value[of.key]);
