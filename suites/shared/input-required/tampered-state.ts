import type { Reply } from '../../session.js';
import { defineScenario } from '../../scenario.js';
import { callTool, hasSucceeded } from '../../support/tool-calls.js';
import { alterState } from '../../support/alter-state.js';
import { makeAnswers, listInputRequests, retry } from '../../support/input.js';

const TOOL = 'test_input_required_result_tampered_state';

export default defineScenario(
  {
    title: 'A request state that was altered is rejected',
    requirements: ['mrtr.tampered-state-rejected'],
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    const params = { name: TOOL, arguments: {} };
    const demand = async () => callTool(session, TOOL).reply();

    // The genuine state works: what is refused below is refused for having been altered.
    const genuine = await demand();
    const completed = await retry(session, 'tools/call', params, genuine, answer(genuine)).reply();
    const second = await demand();
    const requestState = alterState(second.result?.['requestState']);
    if (!hasSucceeded(completed.result) || requestState === undefined) {
      const missing = `let ${TOOL} hand out a requestState and complete with it`;
      return t.notVerified('mrtr.tampered-state-rejected', missing);
    }
    const reply = await session
      .request('tools/call', { ...params, inputResponses: answer(second), requestState })
      .reply();
    t.satisfies(
      'mrtr.tampered-state-rejected',
      reply.at(''),
      () => !hasSucceeded(reply.result),
      'an error, or anything but completion',
    );
  },
);

const answer = (to: Reply) => makeAnswers(listInputRequests(to), 'confirmed');
