import { defineScenario } from '../../scenario.js';
import { answerWith, ELICIT } from '../../support/server-requests.js';
import { callTool, readText } from '../../support/tool-calls.js';

export default defineScenario(
  {
    title: 'A tool that asks takes no for an answer',
    requirements: ['elicitation.refusal-handled'],
    needs: { capabilities: ['tools'], tools: ['test_elicitation'] },
    revisions: { era: 'legacy', from: '2025-06-18' },
  },
  async (t) => {
    for (const action of ['decline', 'cancel']) {
      const session = await t.session();
      const asked = answerWith(session, ELICIT, () => ({ action }));
      const reply = await callTool(session, 'test_elicitation', { message: 'May I?' }).reply();
      if (asked.length === 0) {
        return t.notVerified('elicitation.refusal-handled', `send ${ELICIT} from test_elicitation`);
      }
      t.satisfies(
        'elicitation.refusal-handled',
        reply.at('/result'),
        (result) => readText(result).toLowerCase().includes(action),
        `a result that says ${action}`,
      );
    }
  },
);
