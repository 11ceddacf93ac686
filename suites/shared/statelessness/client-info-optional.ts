import { defineScenario } from '../../scenario.js';
import { META } from '../../../adapters/mcp.js';
import { listAskable } from '../../support/lists.js';
import { isObject } from '../../../adapters/json.js';

export default defineScenario(
  {
    title: 'A request that does not identify its client is served',
    requirements: ['base.client-info-optional'],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    for (const method of listAskable(session)) {
      const reply = await session.request(method, {}, { meta: { [META.clientInfo]: null } }).reply();
      t.satisfies('base.client-info-optional', reply.at('/result'), isObject, 'a result');
    }
  },
);
