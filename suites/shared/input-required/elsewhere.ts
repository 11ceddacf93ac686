import { defineScenario } from '../../scenario.js';
import { callTool, hasSucceeded } from '../../support/tool-calls.js';
import { makeAnswers, isInputDemand, listInputRequests, retry } from '../../support/input.js';

const TOOL = 'test_input_required_result_elicitation';

export default defineScenario(
  {
    title: 'Input that one connection was asked for may come over another',
    requirements: ['mrtr.retry-anywhere'],
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const demand = await callTool(await t.session(), TOOL).reply();
    if (!isInputDemand(demand.result))
      return t.notVerified('mrtr.retry-anywhere', `ask for input in ${TOOL}`);
    const answers = makeAnswers(listInputRequests(demand), 'elsewhere');
    const params = { name: TOOL, arguments: {} };
    const reply = await retry(await t.session(), 'tools/call', params, demand, answers).reply();
    t.satisfies('mrtr.retry-anywhere', reply.at(''), () => hasSucceeded(reply.result), 'a complete result');
  },
);
