import { defineScenario } from '../../scenario.js';
import { hasSucceeded, makeUnguessable } from '../../support/tool-calls.js';
import { makeAnswers, listInputRequests, judgeDemand, retry } from '../../support/input.js';
import { ROUND_TRIP } from '../../support/round-trip.js';

const PROMPT = 'test_input_required_result_prompt';

export default defineScenario(
  {
    title: 'A prompt asks the user by way of its result',
    requirements: ROUND_TRIP,
    needs: { capabilities: ['prompts'], prompts: [PROMPT] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    const text = makeUnguessable(() => t.random());
    const demand = await session.request('prompts/get', { name: PROMPT }).reply();
    if (!judgeDemand(t, PROMPT, demand)) {
      return t.notVerified('mrtr.retry-completes', `answer ${PROMPT} with resultType input_required`);
    }
    const answers = makeAnswers(listInputRequests(demand), text);
    const reply = await retry(session, 'prompts/get', { name: PROMPT }, demand, answers).reply();
    t.satisfies(
      'mrtr.retry-completes',
      reply.at(reply.isError ? '/error' : '/result'),
      (result) => hasSucceeded(result) && Array.isArray(result['messages']),
      'a complete result with messages',
    );
  },
);
