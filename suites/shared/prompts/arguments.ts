import { defineScenario } from '../../scenario.js';
import { makeUnguessable } from '../../support/tool-calls.js';

export default defineScenario(
  {
    title: 'The arguments of a prompt end up in its messages',
    requirements: ['prompts.arguments-used'],
    needs: { capabilities: ['prompts'], prompts: ['test_prompt_with_arguments'] },
  },
  async (t) => {
    const session = await t.session();
    const arg1 = makeUnguessable(() => t.random());
    const arg2 = `${makeUnguessable(() => t.random())} ✓ é`;
    const reply = await session
      .request('prompts/get', { name: 'test_prompt_with_arguments', arguments: { arg1, arg2 } })
      .reply();
    for (const value of [arg1, arg2]) {
      t.satisfies(
        'prompts.arguments-used',
        reply.at('/result/messages'),
        (messages) => JSON.stringify(messages ?? '').includes(value),
        `messages that contain ${value}`,
      );
    }
  },
);
