import { defineScenario } from '../../scenario.js';
import { declaredLists, pagesOf } from '../../support/lists.js';

export default defineScenario(
  {
    title: 'All pages of a list may be cached for the same readers',
    requirements: ['caching.scope-same-on-pages'],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    let compared = false;
    for (const list of declaredLists(session)) {
      let scope: unknown;
      for await (const { cursor, reply } of pagesOf(session, list)) {
        if (reply.isError) break;
        if (cursor === undefined) scope = reply.at('/result/cacheScope').value;
        else {
          t.equal('caching.scope-same-on-pages', reply.at('/result/cacheScope'), scope);
          compared = true;
        }
      }
    }
    if (!compared) t.notVerified('caching.scope-same-on-pages', 'offer a list of more than one page');
  },
);
