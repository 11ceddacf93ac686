import { defineScenario } from '../../scenario.js';
import { ELICIT, judgeNotAsked, NEGOTIATED } from '../../support/server-requests.js';
import { callTool } from '../../support/tool-calls.js';

export default defineScenario(
  {
    title: 'A client that cannot elicit is not asked to',
    requirements: NEGOTIATED,
    needs: { capabilities: ['tools'], tools: ['test_elicitation'] },
    revisions: { era: 'legacy', from: '2025-06-18' },
  },
  async (t) => {
    const session = await t.session({ capabilities: {} });
    await callTool(session, 'test_elicitation', { message: 'not declared' }).reply();
    await judgeNotAsked(t, session, ELICIT);
  },
);
