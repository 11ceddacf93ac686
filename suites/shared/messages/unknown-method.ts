import { defineScenario } from '../../scenario.js';
import { readErrorCode } from '../../support/error-code.js';

export default defineScenario(
  { title: 'A method that nobody has is not found', requirements: ['jsonrpc.method-not-found'] },
  async (t) => {
    const session = await t.session();
    for (const method of ['mcptc/no-such-method', 'toString', 'tools/mcptc-no-such-method']) {
      const reply = await session.request(method).reply();
      t.equal('jsonrpc.method-not-found', readErrorCode(reply), -32601);
      t.observe(`code for ${method}`, reply.at('/error/code'));
    }
  },
);
