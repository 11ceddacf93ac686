import { defineScenario } from '../scenario.js';
import { callTool, hasSucceeded } from '../support/tool-calls.js';
import { makeAnswers, isInputDemand, listInputRequests, retry } from '../support/input.js';

const TOOL = 'test_input_required_result_request_state';

export default defineScenario(
  {
    title: 'Input that one process asked for may come to another',
    requirements: ['mrtr.retry-anywhere'],
    needs: { server: 'listener', capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'modern' },
    isolation: 'process',
    timeout: 60_000,
  },
  async (t) => {
    const pair = await t.server('pair');
    const demand = await callTool(await pair.session(), TOOL).reply();
    if (!isInputDemand(demand.result))
      return t.notVerified('mrtr.retry-anywhere', `ask for input in ${TOOL}`);
    pair.turn?.();
    const answers = makeAnswers(listInputRequests(demand), 'elsewhere');
    const params = { name: TOOL, arguments: {} };
    const reply = await retry(await pair.session(), 'tools/call', params, demand, answers).reply();
    t.satisfies('mrtr.retry-anywhere', reply.at(''), () => hasSucceeded(reply.result), 'a complete result');
  },
);
