/** Judges that a list is the same after other requests and on another connection. */
import type { Context } from '../scenario.js';
import { readList } from './tool-calls.js';
import type { List } from './lists.js';

export interface ListOf<R> {
  requirement: R;
  method: List['method'];
  /** The member of the result that holds the list. */
  key: string;
  /** What identifies an item. */
  name: string;
  /** A harmless request that makes use of one item. */
  use: (name: unknown) => [method: string, params: object];
}

/** Compares a list with itself after other requests on the same connection, and on another one. */
export async function judgeSameEverywhere<
  R extends 'resources.list-same-everywhere' | 'prompts.list-same-everywhere',
>(t: Context<R>, of: ListOf<R>): Promise<void> {
  const session = await t.session();
  const before = namesOf(await readList(session, of.method));
  if (before.length === 0) return t.notVerified(of.requirement, `answer ${of.method} with an item`);
  await session.request(...of.use(before[0])).reply();
  for (const where of [session, await t.session()]) {
    const again = await readList(where, of.method);
    t.satisfies(
      of.requirement,
      again.first.at(`/result/${of.key}`),
      () => namesOf(again).join('\n') === before.join('\n'),
      before.join(', '),
    );
  }

  function namesOf({ items }: Awaited<ReturnType<typeof readList>>): string[] {
    return items.map(({ value }) => String(value[of.name])).sort();
  }
}
