import { answerWith, SAMPLE } from '../../support/server-requests.js';
import { judgeSurvival } from '../../support/survival.js';
import { callTool } from '../../support/tool-calls.js';
import { defineScenario } from '../../scenario.js';
import { RpcError } from '../../session.js';

/** The code that the specification shows for a request that the user rejected. */
const REJECTED = -1;
const RULE = 'sampling.refusal-survived';

export default defineScenario(
  {
    title: 'A tool ends when the client refuses to sample',
    requirements: [RULE],
    needs: { capabilities: ['tools'], tools: ['test_sampling'] },
    revisions: { era: 'legacy' },
  },
  async (t) => {
    const session = await t.session();
    const asked = answerWith(session, SAMPLE, () => {
      throw new RpcError(REJECTED, 'User rejected sampling request');
    });
    const call = callTool(session, 'test_sampling', { prompt: 'refused' });
    // A tool that waits on for what it was refused is what this row is about, and no fault of another one.
    const end = await call.replyState();
    if (end.value !== 'answered') session.cancel(call);
    if (asked.length === 0) return t.notVerified(RULE, `send ${SAMPLE} from test_sampling`);
    if (t.satisfies(RULE, end, (how) => how === 'answered', 'an answer to the call'))
      await judgeSurvival(t, RULE, session);
  },
);
