import { defineScenario } from '../../scenario.js';
import { judgeForeignState } from '../../support/foreign-state.js';
import { asksWho, openAsBoth } from '../../support/identities.js';

const RULE = 'apart.request-state';
const TOOL = 'test_input_required_result_request_state';

export default defineScenario(
  {
    title: 'A request state that the fixture gave to one user is of no use to another',
    requirements: [RULE],
    needs: { capabilities: ['tools'], tools: [TOOL], clients: 'of one server', identities: 'two' },
    revisions: { era: 'modern' },
  },
  async (t) => {
    if (!(await asksWho(t, RULE))) return;
    const users = await openAsBoth(t);
    if (!(await judgeForeignState(t, users, { name: TOOL, arguments: {} })))
      t.notVerified(RULE, `let ${TOOL} hand out a requestState, and complete with it alone`);
  },
);
