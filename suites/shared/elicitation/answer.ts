import { defineScenario } from '../../scenario.js';
import { acceptForm } from '../../support/form.js';
import { answerWith, ELICIT, judgeForm } from '../../support/server-requests.js';
import { callTool, readText, makeUnguessable } from '../../support/tool-calls.js';

const RULES = [
  'elicitation.request-complete',
  'elicitation.schema-flat',
  'elicitation.mode-declared',
  'elicitation.answer-used',
] as const;

export default defineScenario(
  {
    title: 'A tool asks the user, and uses the answer',
    requirements: RULES,
    needs: { capabilities: ['tools'], tools: ['test_elicitation'] },
    revisions: { era: 'legacy', from: '2025-06-18' },
  },
  async (t) => {
    const session = await t.session();
    const word = makeUnguessable(() => t.random());
    const asked = answerWith(session, ELICIT, (form) => acceptForm(form.at('/params').value, word));
    const reply = await callTool(session, 'test_elicitation', { message: 'What do you say?' }).reply();
    const [request] = asked;
    if (request === undefined) {
      for (const rule of RULES) t.notVerified(rule, `send ${ELICIT} from test_elicitation`);
      return;
    }
    judgeForm(t, request);
    if (!JSON.stringify(acceptForm(request.at('/params').value, word)).includes(word))
      return t.notVerified('elicitation.answer-used', 'ask for a text in the form of test_elicitation');
    t.satisfies(
      'elicitation.answer-used',
      reply.at(reply.isError ? '/error' : '/result'),
      (result) => readText(result).includes(word),
      `a result with the answer ${word}`,
    );
  },
);
