import { defineScenario } from '../../scenario.js';
import { isResponse } from '../../../adapters/json-rpc.js';

const IDS = ['text', '0', '', 'número 名前 🧪', 'a'.repeat(200), 1_000_001, 0, -7, Number.MAX_SAFE_INTEGER];

export default defineScenario(
  {
    title: 'A reply carries the id of its request',
    requirements: ['jsonrpc.id-echoed', 'jsonrpc.request-answered'],
  },
  async (t) => {
    const session = await t.session();
    const { method, params } = session.probe();
    for (const id of IDS) {
      const exchange = session.request(method, params, { id });
      const reply = await exchange.maybe();
      // One request at a time: a reply that matches none is the one to this request.
      const answer = reply ?? session.unmatched.seen.find(({ document }) => isResponse(document));
      if (answer === undefined) await exchange.reply();
      else if (!t.equal('jsonrpc.id-echoed', answer.at('/id'), id)) return;
    }
  },
);
