import { defineScenario } from '../../scenario.js';
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
    t.equal('prompts.unknown-code', reply.at('/error/code'), -32602);
    t.observe('code', reply.at('/error/code'));
  },
);
