import { defineScenario } from '../../scenario.js';
import { listAskableKeys } from '../../support/listed.js';
import { listDeclaredLists } from '../../support/lists.js';
import type { Reply } from '../../session.js';

const SCOPES: readonly unknown[] = ['public', 'private'];
const isTtl = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;

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
    for (const list of listDeclaredLists(session)) {
      const reply = await session.request(list.method).reply();
      judge(reply);
      const uri = list.method === 'resources/list' ? listAskableKeys(list, reply)[0] : undefined;
      if (uri !== undefined) judge(await session.request('resources/read', { uri }).reply());
    }
    judge(await session.request('server/discover').reply());
  },
);
