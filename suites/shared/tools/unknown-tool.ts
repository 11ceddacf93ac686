import { defineScenario } from '../../scenario.js';
import { callTool, makeUnguessable } from '../../support/tool-calls.js';

export default defineScenario(
  {
    title: 'Calling a tool that does not exist is a protocol error',
    requirements: ['tools.unknown-is-protocol-error', 'tools.unknown-code'],
    needs: { capabilities: ['tools'] },
  },
  async (t) => {
    const name = makeUnguessable(() => t.random());
    const reply = await callTool(await t.session(), name).reply();
    const refused = t.satisfies(
      'tools.unknown-is-protocol-error',
      reply.at(''),
      () => reply.isError,
      'a JSON-RPC error',
    );
    if (!refused)
      return t.notApplicable('tools.unknown-code', 'it was answered with a result, which has no code');
    t.equal('tools.unknown-code', reply.at('/error/code'), -32602);
    t.observe('code', reply.at('/error/code'));
  },
);
