import { answerWith, SAMPLE } from '../../support/server-requests.js';
import { callTool } from '../../support/tool-calls.js';
import { defineScenario } from '../../scenario.js';
import { RpcError } from '../../session.js';

/** The code that the specification shows for a request that the user rejected. */
const REJECTED = -1;

export default defineScenario(
  {
    title: 'A tool ends when the client refuses to sample',
    requirements: ['sampling.refusal-survived'],
    needs: { capabilities: ['tools'], tools: ['test_sampling'] },
    revisions: { era: 'legacy' },
  },
  async (t) => {
    const session = await t.session();
    const asked = answerWith(session, SAMPLE, () => {
      throw new RpcError(REJECTED, 'User rejected sampling request');
    });
    const reply = await callTool(session, 'test_sampling', { prompt: 'refused' }).reply();
    if (asked.length === 0)
      return t.notVerified('sampling.refusal-survived', `send ${SAMPLE} from test_sampling`);
    await session.barrier();
    t.satisfies('sampling.refusal-survived', reply.at(''), () => true, 'an answer to the call');
  },
);
