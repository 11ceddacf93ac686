import { defineScenario } from '../../scenario.js';
import { listDeclaredLists, readPages } from '../../support/lists.js';

export default defineScenario(
  {
    title: 'All pages of a list may be cached for the same readers',
    requirements: ['caching.scope-same-on-pages'],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    let compared = false;
    for (const list of listDeclaredLists(session)) {
      let scope: unknown;
      for await (const { cursor, reply } of readPages(session, list)) {
        if (reply.isError) break;
        if (cursor === undefined) scope = reply.at('/result/cacheScope').value;
        else if (scope !== undefined) {
          t.equal('caching.scope-same-on-pages', reply.at('/result/cacheScope'), scope);
          compared = true;
        }
      }
    }
    if (!compared)
      t.notVerified(
        'caching.scope-same-on-pages',
        'offer a list of more than one page, with a cacheScope on the first',
      );
  },
);
