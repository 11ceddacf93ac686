import { isDeepStrictEqual } from 'node:util';
import { defineScenario } from '../../scenario.js';
import type { Reply, Session } from '../../session.js';
import { readAskable } from '../../support/listed.js';
import { listDeclaredLists } from '../../support/lists.js';

const RULE = 'caching.public-for-all';
/** Resources that are read. */
const MAX_READ = 3;

/** What is asked, and which member of its result holds what everybody may see. */
interface Asked {
  readonly method: string;
  readonly params: object;
  readonly holds: string;
}

export default defineScenario(
  {
    title: 'What may be cached for everybody is the same for two clients',
    requirements: [RULE],
    revisions: { era: 'modern' },
  },
  async (t) => {
    // Where two users are known, they are asked for: what is right for one may be another's secret.
    const as = (identity: 'a' | 'b') => (t.hasIdentities ? { identity } : {});
    const one = await t.session(as('a'));
    const other = await t.session(as('b'));
    const asked: Asked[] = listDeclaredLists(one).map(({ method, items }) => ({
      method,
      params: {},
      holds: items,
    }));
    if (one.declares('resources'))
      for (const { key: uri } of (await readAskable(one, 'resources/list')).slice(0, MAX_READ))
        asked.push({ method: 'resources/read', params: { uri }, holds: 'contents' });
    let compared = 0;
    for (const { method, params, holds } of asked) {
      // In turn, so that what changes with time is told from what changes with the client.
      const replies: Reply[] = [];
      for (const session of [one, other, one, other] as Session[])
        replies.push(await session.request(method, params).reply());
      if (!replies.every(({ result }) => result?.['cacheScope'] === 'public')) continue;
      const [first, second, third, fourth] = replies.map(({ result }) => result?.[holds]);
      if (!isDeepStrictEqual(first, third) || !isDeepStrictEqual(second, fourth)) continue;
      compared += 1;
      t.satisfies(
        RULE,
        (replies[3] as Reply).at(`/result/${holds}`),
        () => isDeepStrictEqual(first, second),
        `the same ${holds} as another client gets twice, as cacheScope is public`,
      );
    }
    if (compared === 0)
      t.notApplicable(RULE, 'nothing here that may be cached for everybody is the same for one client twice');
  },
);
