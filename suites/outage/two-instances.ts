import { defineScenario } from '../scenario.js';
import { describeItems, listDeclaredLists } from '../support/lists.js';

export default defineScenario(
  {
    title: 'A list that begins at one process goes on at another',
    requirements: ['base.process-not-required'],
    needs: { server: 'listener' },
    revisions: { era: 'modern' },
    isolation: 'process',
    timeout: 60_000,
  },
  async (t) => {
    const pair = await t.server('pair');
    const one = await pair.session();
    pair.turn?.();
    const other = await pair.session();
    const lists = listDeclaredLists(one);
    if (lists.length === 0) {
      return t.notVerified('base.process-not-required', 'offer tools, prompts or resources');
    }
    for (const list of lists) {
      const here = await one.request(list.method).reply();
      const there = await other.request(list.method).reply();
      const same = (): boolean => describeItems(list, here) === describeItems(list, there);
      t.satisfies(
        'base.process-not-required',
        there.at(`/result/${list.items}`),
        same,
        'the same first page from both processes',
      );
      const cursor = here.at('/result/nextCursor').value;
      if (cursor === undefined) continue;
      const next = await other.request(list.method, { cursor }).reply();
      t.satisfies(
        'base.process-not-required',
        next.at(`/result/${list.items}`),
        Array.isArray,
        'the page after a cursor that the other process gave out',
      );
    }
  },
);
