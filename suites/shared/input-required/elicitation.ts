import { defineScenario } from '../../scenario.js';
import { ELICIT, judgeForm } from '../../support/server-requests.js';
import { listInputRequestsFor } from '../../support/input.js';
import { judgeRoundTrip, ROUND_TRIP, TYPED } from '../../support/round-trip.js';

const TOOL = 'test_input_required_result_elicitation';
const RULES = [
  'elicitation.request-complete',
  'elicitation.schema-flat',
  'elicitation.mode-declared',
] as const;

export default defineScenario(
  {
    title: 'A tool asks the user by way of its result',
    requirements: [...ROUND_TRIP, ...RULES],
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const demand = await judgeRoundTrip(t, { tool: TOOL, shown: TYPED });
    const forms = listInputRequestsFor(demand, ELICIT);
    for (const at of forms) judgeForm(t, demand, at);
    if (forms.length > 0) return;
    for (const rule of RULES) t.notVerified(rule, `ask for an elicitation in ${TOOL}`);
  },
);
