import { defineScenario } from '../../scenario.js';
import { listAskableKeys } from '../../support/listed.js';
import { listDeclaredLists, readPages } from '../../support/lists.js';
import type { Reply } from '../../session.js';

const SCOPES: readonly unknown[] = ['public', 'private'];
const isTtl = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;

/** Pages of each list, and resources, that are looked at. */
const MAX_PAGES = 5;
const MAX_READS = 2;

export default defineScenario(
  {
    title: 'Results that may be cached say for how long and for whom',
    requirements: ['caching.ttl', 'caching.scope'],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    const judge = (reply: Reply) => {
      if (reply.result?.['resultType'] === 'input_required' || reply.isError) return;
      t.satisfies('caching.ttl', reply.at('/result/ttlMs'), isTtl, 'an integer of at least 0');
      t.satisfies(
        'caching.scope',
        reply.at('/result/cacheScope'),
        (v) => SCOPES.includes(v),
        '"public" or "private"',
      );
    };
    const uris: string[] = [];
    for (const list of listDeclaredLists(session)) {
      let pages = 0;
      for await (const { reply } of readPages(session, list)) {
        judge(reply);
        if (list.method === 'resources/list') for (const uri of listAskableKeys(list, reply)) uris.push(uri);
        if (++pages >= MAX_PAGES) break;
      }
    }
    for (const uri of uris.slice(0, MAX_READS)) {
      const exchange = session.request('resources/read', { uri });
      const read = await exchange.maybe();
      // A resource may take its time.
      if (read === undefined) session.cancel(exchange);
      else judge(read);
    }
    judge(await session.request('server/discover').reply());
  },
);
