import { defineScenario } from '../../scenario.js';
import { acceptForm } from '../../support/form.js';
import { answerWith, ELICIT } from '../../support/server-requests.js';
import { callTool } from '../../support/tool-calls.js';

const TOOL = 'test_elicitation_sep1034_defaults';
const DEFAULTS = { name: 'John Doe', age: 30, score: 95.5, status: 'active', verified: true };

export default defineScenario(
  {
    title: 'A form comes with its default values',
    requirements: ['elicitation.defaults-kept'],
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'legacy', from: '2025-11-25' },
  },
  async (t) => {
    const session = await t.session();
    const asked = answerWith(session, ELICIT, (form) => acceptForm(form.at('/params').value, 'text'));
    await callTool(session, TOOL).reply();
    const [request] = asked;
    if (request === undefined)
      return t.notVerified('elicitation.defaults-kept', `send ${ELICIT} from ${TOOL}`);
    for (const [name, value] of Object.entries(DEFAULTS)) {
      t.equal(
        'elicitation.defaults-kept',
        request.at(`/params/requestedSchema/properties/${name}/default`),
        value,
      );
    }
  },
);
