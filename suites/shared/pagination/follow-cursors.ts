import { defineScenario } from '../../scenario.js';
import { listDeclaredLists, listItems, readPages } from '../../support/lists.js';

export default defineScenario(
  {
    title: 'Cursors lead through a list to its end',
    requirements: ['pagination.cursor-accepted', 'pagination.makes-progress', 'pagination.cursors-stable'],
  },
  async (t) => {
    const session = await t.session();
    let followed = false;
    for (const list of listDeclaredLists(session)) {
      const cursors = new Set<unknown>();
      for await (const { cursor, reply } of readPages(session, list)) {
        const items = reply.at(`/result/${list.items}`);
        if (cursor !== undefined)
          t.satisfies('pagination.cursor-accepted', items, Array.isArray, 'a page of the list');
        const next = reply.at('/result/nextCursor');
        if (typeof next.value !== 'string') continue;
        const isNew = !cursors.has(next.value);
        t.satisfies('pagination.makes-progress', next, () => isNew, 'a cursor that was not given out before');
        if (!followed) {
          const [first, again] = [
            await session.request(list.method, { cursor: next.value }).reply(),
            await session.request(list.method, { cursor: next.value }).reply(),
          ];
          const page = again.at(again.isError ? '/error' : `/result/${list.items}`);
          const same = JSON.stringify(listItems(list, again)) === JSON.stringify(listItems(list, first));
          t.satisfies(
            'pagination.cursors-stable',
            page,
            (items) => Array.isArray(items) && same,
            'the same page for the same cursor',
          );
        }
        cursors.add(next.value);
        followed = true;
      }
    }
    if (followed) return;
    for (const id of [
      'pagination.cursor-accepted',
      'pagination.makes-progress',
      'pagination.cursors-stable',
    ] as const)
      t.notVerified(id, 'offer a list of more than one page');
  },
);
