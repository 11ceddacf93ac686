import { defineScenario } from '../../scenario.js';

const isText = (value: unknown) => typeof value === 'string';

export default defineScenario(
  {
    title: 'Results and errors have the form of JSON-RPC 2.0',
    requirements: [
      'jsonrpc.version-member',
      'jsonrpc.error-not-result',
      'jsonrpc.error-code-integer',
      'jsonrpc.error-message',
    ],
  },
  async (t) => {
    const session = await t.session();
    const good = await session.barrier();
    const bad = await session.request('mcptc/no-such-method').reply();
    for (const reply of [good, bad]) {
      t.equal('jsonrpc.version-member', reply.at('/jsonrpc'), '2.0');
      t.equal('jsonrpc.error-not-result', reply.at(reply.isError ? '/result' : '/error'), undefined);
      if (!reply.isError) continue;
      t.satisfies('jsonrpc.error-code-integer', reply.at('/error/code'), Number.isInteger, 'an integer');
      t.satisfies('jsonrpc.error-message', reply.at('/error/message'), isText, 'text');
    }
    if (!bad.isError) {
      t.notVerified('jsonrpc.error-code-integer', 'answer an unknown method with an error');
      t.notVerified('jsonrpc.error-message', 'answer an unknown method with an error');
    }
  },
);
