import { defineScenario } from '../../scenario.js';
import { answerWith, judgeNotAsked, NEGOTIATED, SAMPLE } from '../../support/server-requests.js';
import { callTool } from '../../support/tool-calls.js';

export default defineScenario(
  {
    title: 'A client that cannot sample is not asked to',
    requirements: NEGOTIATED,
    needs: { capabilities: ['tools'], tools: ['test_sampling'] },
    revisions: { era: 'legacy' },
  },
  async (t) => {
    // Only a tool that does ask clients that can sample shows that it spares the others.
    const able = await t.session();
    const message = { role: 'assistant', content: { type: 'text', text: 'sampled' }, model: 'canned' };
    const asked = answerWith(able, SAMPLE, () => message);
    await callTool(able, 'test_sampling', { prompt: 'declared' }).reply();
    const unable = await t.session({ capabilities: {} });
    await callTool(unable, 'test_sampling', { prompt: 'not declared' }).reply();
    const isAsked = unable.events.seen.some(({ method }) => method === SAMPLE);
    if (asked.length > 0 || isAsked) return judgeNotAsked(t, unable, SAMPLE);
    for (const rule of NEGOTIATED)
      t.notVerified(rule, `send ${SAMPLE} from test_sampling to a client that declares sampling`);
  },
);
