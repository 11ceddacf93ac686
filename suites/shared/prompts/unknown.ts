import { defineScenario } from '../../scenario.js';
import { readErrorCode } from '../../support/error-code.js';
import { makeUnguessable } from '../../support/tool-calls.js';

export default defineScenario(
  {
    title: 'Getting a prompt that does not exist is an invalid parameter',
    requirements: ['prompts.unknown-code'],
    needs: { capabilities: ['prompts'] },
  },
  async (t) => {
    const session = await t.session();
    const reply = await session.request('prompts/get', { name: makeUnguessable(() => t.random()) }).reply();
    t.equal('prompts.unknown-code', readErrorCode(reply), -32602);
    t.observe('code', reply.at('/error/code'));
  },
);
