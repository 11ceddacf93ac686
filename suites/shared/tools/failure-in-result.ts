import { defineScenario } from '../../scenario.js';
import { callTool } from '../../support/tool-calls.js';
import { isObject } from '../../../adapters/json.js';

export default defineScenario(
  {
    title: 'A tool that fails says so in its result',
    requirements: ['tools.failure-in-result'],
    needs: { capabilities: ['tools'], tools: ['test_error_handling'] },
  },
  async (t) => {
    const reply = await callTool(await t.session(), 'test_error_handling').reply();
    t.satisfies(
      'tools.failure-in-result',
      reply.at(''),
      () => isObject(reply.result) && reply.result['isError'] === true,
      'a result with isError',
    );
    t.observe('isError', reply.at('/result/isError'));
  },
);
