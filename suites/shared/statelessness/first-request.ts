import { defineScenario } from '../../scenario.js';
import { listDeclaredLists } from '../../support/lists.js';
import { isObject } from '../../../adapters/json.js';

export default defineScenario(
  {
    title: 'A request is served without discovery before it',
    requirements: ['base.first-request-served'],
    revisions: { era: 'modern' },
    opensAnother: true,
  },
  async (t) => {
    const [list] = listDeclaredLists(await t.session());
    const fresh = await t.session({ handshake: false });
    const reply = await fresh.request(list?.method ?? 'server/discover').reply();
    t.satisfies('base.first-request-served', reply.at('/result'), isObject, 'a result');
  },
);
