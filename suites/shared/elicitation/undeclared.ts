import { defineScenario } from '../../scenario.js';
import { answerWith, ELICIT, judgeNotAsked, NEGOTIATED } from '../../support/server-requests.js';
import { callTool } from '../../support/tool-calls.js';

export default defineScenario(
  {
    title: 'A client that cannot elicit is not asked to',
    requirements: NEGOTIATED,
    needs: { capabilities: ['tools'], tools: ['test_elicitation'] },
    revisions: { era: 'legacy', from: '2025-06-18' },
  },
  async (t) => {
    // Only a tool that asks clients which can elicit shows that it spares the others.
    const able = await t.session();
    const asked = answerWith(able, ELICIT, () => ({ action: 'cancel' }));
    await callTool(able, 'test_elicitation', { message: 'declared' }).reply();
    const unable = await t.session({ capabilities: {} });
    await callTool(unable, 'test_elicitation', { message: 'not declared' }).reply();
    const isAsked = unable.events.seen.some(({ method }) => method === ELICIT);
    if (asked.length > 0 || isAsked) return judgeNotAsked(t, unable, ELICIT);
    for (const rule of NEGOTIATED)
      t.notVerified(rule, `send ${ELICIT} from test_elicitation to a client that declares elicitation`);
  },
);
