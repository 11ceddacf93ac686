import { defineScenario } from '../../scenario.js';
import { readList } from '../../support/tool-calls.js';
import { isObject } from '../../../adapters/json.js';

export default defineScenario(
  {
    title: 'A prompt without a required argument is an invalid parameter',
    requirements: ['prompts.missing-argument-code'],
    needs: { capabilities: ['prompts'] },
  },
  async (t) => {
    const session = await t.session();
    const { items } = await readList(session, 'prompts/list');
    const demanding = items.find(
      ({ value: { arguments: args } }) =>
        Array.isArray(args) && args.some((argument) => isObject(argument) && argument['required'] === true),
    );
    if (demanding === undefined) {
      return t.notVerified('prompts.missing-argument-code', 'list a prompt with a required argument');
    }
    const reply = await session
      .request('prompts/get', { name: demanding.value['name'], arguments: {} })
      .reply();
    t.equal('prompts.missing-argument-code', reply.at('/error/code'), -32602);
    t.observe('code', reply.at('/error/code'));
  },
);
