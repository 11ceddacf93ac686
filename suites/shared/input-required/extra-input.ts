import { defineScenario } from '../../scenario.js';
import { callTool, hasSucceeded, makeUnguessable } from '../../support/tool-calls.js';
import { makeAnswers, isInputDemand, listInputRequests, retry } from '../../support/input.js';

const TOOL = 'test_input_required_result_elicitation';

export default defineScenario(
  {
    title: 'Input that nobody asked for is ignored',
    requirements: ['mrtr.extra-input-ignored'],
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    const params = { name: TOOL, arguments: {} };
    const demand = await callTool(session, TOOL).reply();
    if (!isInputDemand(demand.result)) {
      return t.notVerified('mrtr.extra-input-ignored', `ask for input in ${TOOL}`);
    }
    const answers = makeAnswers(listInputRequests(demand), 'wanted');
    const extra = {
      [makeUnguessable(() => t.random())]: { action: 'accept', content: { extra: 'unasked' } },
    };
    const reply = await retry(session, 'tools/call', params, demand, { ...answers, ...extra }).reply();
    t.satisfies(
      'mrtr.extra-input-ignored',
      reply.at(''),
      () => hasSucceeded(reply.result),
      'a complete result',
    );
  },
);
