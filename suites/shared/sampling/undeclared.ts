import { defineScenario } from '../../scenario.js';
import { judgeNotAsked, NEGOTIATED, SAMPLE } from '../../support/server-requests.js';
import { callTool } from '../../support/tool-calls.js';

export default defineScenario(
  {
    title: 'A client that cannot sample is not asked to',
    requirements: NEGOTIATED,
    needs: { capabilities: ['tools'], tools: ['test_sampling'] },
    revisions: { era: 'legacy' },
  },
  async (t) => {
    const session = await t.session({ capabilities: {} });
    await callTool(session, 'test_sampling', { prompt: 'not declared' }).reply();
    await judgeNotAsked(t, session, SAMPLE);
  },
);
