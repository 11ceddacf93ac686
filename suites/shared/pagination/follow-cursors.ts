import { defineScenario, type Context } from '../../scenario.js';
import type { Reply, Session } from '../../session.js';
import { listDeclaredLists, listItems, readPages, type List } from '../../support/lists.js';
import { readList } from '../../support/tool-calls.js';

const RULES = [
  'pagination.cursor-accepted',
  'pagination.makes-progress',
  'pagination.cursors-stable',
] as const;
type Rules = (typeof RULES)[number];

export default defineScenario(
  { title: 'Cursors lead through a list to its end', requirements: RULES },
  async (t) => {
    const session = await t.session();
    let followed = false;
    let refused = false;
    for (const list of listDeclaredLists(session)) {
      const cursors = new Set<unknown>();
      for await (const { cursor, reply } of readPages(session, list)) {
        refused ||= reply.isError;
        if (cursor !== undefined)
          t.satisfies(
            'pagination.cursor-accepted',
            observePage(list, reply),
            Array.isArray,
            'a page of the list',
          );
        const next = reply.at('/result/nextCursor');
        if (typeof next.value !== 'string') continue;
        const isNew = !cursors.has(next.value);
        t.satisfies('pagination.makes-progress', next, () => isNew, 'a cursor that was not given out before');
        if (cursors.size === 0) await judgeStable(t, session, list, next.value);
        cursors.add(next.value);
        followed = true;
      }
    }
    if (followed) return;
    for (const id of RULES) {
      if (refused) t.notVerified(id, 'answer the lists that it declares');
      else t.notApplicable(id, 'no list of this server has more than one page');
    }
  },
);

const observePage = (list: List, reply: Reply) =>
  reply.at(reply.isError ? '/error' : `/result/${list.items}`);

/** The same cursor twice, and where that made a difference, whether it is the list that changed. */
async function judgeStable(t: Context<Rules>, session: Session, list: List, cursor: string): Promise<void> {
  const ask = () => session.request(list.method, { cursor }).reply();
  const [first, again] = [await ask(), await ask()];
  const expected = 'the same page for the same cursor';
  const page = observePage(list, again);
  if (!again.isError && nameAll(listItems(list, first)) === nameAll(listItems(list, again))) {
    t.satisfies('pagination.cursors-stable', page, Array.isArray, expected);
    return;
  }
  const whole = async () => {
    const { items } = await readList(session, list.method);
    return nameAll(items.map(({ value }) => value[list.key]));
  };
  if (!again.isError && (await whole()) !== (await whole()))
    return t.notVerified(
      'pagination.cursors-stable',
      `leave ${list.method} as it is from one request to the next`,
    );
  t.satisfies('pagination.cursors-stable', page, () => false, expected);
}

/** In an order of ours, as none is promised. */
const nameAll = (names: readonly unknown[]): string => [...new Set(names.map(String))].sort().join('\n');
