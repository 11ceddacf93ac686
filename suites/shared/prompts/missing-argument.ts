import { defineScenario } from '../../scenario.js';
import { readErrorCode } from '../../support/error-code.js';
import { selectAskable } from '../../support/listed.js';
import { noteNoneListed } from '../../support/none-listed.js';
import { readList } from '../../support/tool-calls.js';
import { isObject } from '../../../adapters/json.js';

const RULE = 'prompts.missing-argument-code';
/** Prompts are asked for as evidence, not for completeness. */
const MAX_GETS = 3;

export default defineScenario(
  {
    title: 'A prompt without a required argument is an invalid parameter',
    requirements: [RULE],
    needs: { capabilities: ['prompts'] },
  },
  async (t) => {
    const session = await t.session();
    const prompts = await readList(session, 'prompts/list');
    const demanding = selectAskable(prompts).filter(
      ({ value: { arguments: args } }) =>
        Array.isArray(args) && args.some((argument) => isObject(argument) && argument['required'] === true),
    );
    if (demanding.length === 0) noteNoneListed(t, prompts, 'prompt with a required argument', RULE);
    for (const [index, { key: name }] of demanding.slice(0, MAX_GETS).entries()) {
      const reply = await session.request('prompts/get', { name, arguments: {} }).reply();
      t.equal(RULE, readErrorCode(reply), -32602);
      if (index === 0) t.observe('code', reply.at('/error/code'));
    }
  },
);
