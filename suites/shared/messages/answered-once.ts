import { defineScenario } from '../../scenario.js';
import { isResponse } from '../../../adapters/json-rpc.js';
import { listDeclaredLists } from '../../support/lists.js';

const IN_FLIGHT = 50;

export default defineScenario(
  {
    title: 'Fifty requests in flight are each answered once',
    requirements: ['jsonrpc.request-answered', 'jsonrpc.answered-once', 'jsonrpc.id-echoed'],
  },
  async (t) => {
    const session = await t.session();
    const methods = [session.probe().method, ...listDeclaredLists(session).map((list) => list.method)];
    const exchanges = Array.from({ length: IN_FLIGHT }, (_, index) =>
      session.request(methods[index % methods.length] ?? ''),
    );
    for (const exchange of exchanges)
      t.equal('jsonrpc.id-echoed', (await exchange.reply()).at('/id'), exchange.id);
    await t.absent('jsonrpc.answered-once', {
      session,
      in: session.unmatched,
      match: ({ document }) => isResponse(document),
      what: 'second reply, nor one to what was not asked',
    });
  },
);
