import { defineScenario } from '../../scenario.js';
import { isResponse } from '../../../adapters/json-rpc.js';
import { listDeclaredLists } from '../../support/lists.js';

const IN_FLIGHT = 50;
/** Characters of a reply from which on fifty of its kind would try the machine, and not the server. */
const HEAVY = 65_536;

export default defineScenario(
  {
    title: 'Fifty requests in flight are each answered once',
    requirements: ['jsonrpc.request-answered', 'jsonrpc.answered-once', 'jsonrpc.id-echoed'],
  },
  async (t) => {
    const session = await t.session();
    const methods = [session.probe().method, ...listDeclaredLists(session).map((list) => list.method)];
    const heavy: string[] = [];
    for (const method of methods) {
      const { document } = await session.request(method).reply();
      if (JSON.stringify(document).length > HEAVY) heavy.push(method);
    }
    const light = methods.filter((method) => !heavy.includes(method));
    const many = light.length > 0 ? light : methods.slice(0, 1);
    // What is long is asked for once.
    const exchanges = Array.from({ length: IN_FLIGHT }, (_, index) =>
      session.request(heavy[index] ?? many[index % many.length] ?? ''),
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
