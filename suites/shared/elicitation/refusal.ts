import { defineScenario } from '../../scenario.js';
import { acceptForm } from '../../support/form.js';
import { answerWith, ELICIT } from '../../support/server-requests.js';
import { callTool, makeUnguessable, readText } from '../../support/tool-calls.js';

const TOOL = 'test_elicitation';

export default defineScenario(
  {
    title: 'A tool that asks takes no for an answer',
    requirements: ['elicitation.refusal-handled'],
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'legacy', from: '2025-06-18' },
  },
  async (t) => {
    const session = await t.session();
    const word = makeUnguessable(() => t.random());
    const call = () => callTool(session, TOOL, { message: 'May I?' }).reply();

    // How the tool speaks of a yes: no words are prescribed, so that only the same words for a no are wrong.
    const asked = answerWith(session, ELICIT, (form) => acceptForm(form.at('/params').value, word));
    const accepted = readText((await call()).result);
    if (asked.length === 0 || !accepted.includes(word)) {
      const missing = `send ${ELICIT} from ${TOOL}, and answer with what was entered`;
      return t.notVerified('elicitation.refusal-handled', missing);
    }
    const saysYes = (text: string) =>
      text.includes(word) || (ACCEPTED.test(accepted) && ACCEPTED.test(text) && !REFUSED.test(text));
    for (const action of ['decline', 'cancel']) {
      answerWith(session, ELICIT, () => ({ action }));
      const reply = await call();
      t.satisfies(
        'elicitation.refusal-handled',
        reply.at(reply.isError ? '/error' : '/result'),
        () => !saysYes(readText(reply.result)),
        `an end that does not read like a yes, as the answer was ${action}`,
      );
    }
  },
);

const ACCEPTED = /\baccept/i;
const REFUSED = /declin|cancel|refus|reject/i;
