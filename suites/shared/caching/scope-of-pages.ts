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
    let pages = 0;
    let compared = false;
    let refused = false;
    for (const list of listDeclaredLists(session)) {
      let scope: unknown;
      for await (const { cursor, reply } of readPages(session, list)) {
        refused ||= reply.isError;
        if (reply.isError) break;
        if (cursor === undefined) {
          scope = reply.at('/result/cacheScope').value;
          continue;
        }
        pages += 1;
        // Pages that are alike in having no scope are not the same by it.
        if (scope === undefined) continue;
        t.equal('caching.scope-same-on-pages', reply.at('/result/cacheScope'), scope);
        compared = true;
      }
    }
    if (compared) return;
    if (pages > 0 || refused)
      t.notVerified('caching.scope-same-on-pages', 'answer its lists, with a cacheScope on the first page');
    else t.notApplicable('caching.scope-same-on-pages', 'no list of this server has more than one page');
  },
);
