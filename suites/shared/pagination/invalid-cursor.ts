import { defineScenario } from '../../scenario.js';
import { readErrorCode } from '../../support/error-code.js';
import { listDeclaredLists } from '../../support/lists.js';

export default defineScenario(
  { title: 'A cursor that was never given out is refused', requirements: ['pagination.invalid-cursor'] },
  async (t) => {
    const session = await t.session();
    const lists = listDeclaredLists(session);
    if (lists.length === 0) t.notApplicable('pagination.invalid-cursor', 'no list is declared');
    for (const { method } of lists) {
      const reply = await session.request(method, { cursor: 'mcptc-no-such-cursor' }).reply();
      const code = reply.at('/error/code');
      // A server may declare resources and have no templates.
      if (method === 'resources/templates/list' && code.value === -32601) continue;
      t.equal('pagination.invalid-cursor', readErrorCode(reply), -32602);
      t.observe(`code for ${method}`, code);
    }
  },
);
