import { defineScenario } from '../../scenario.js';
import { judgeForm } from '../../support/asking.js';
import { callTool } from '../../support/calls.js';
import { inputRequestsOf } from '../../support/input.js';
import { judgeRoundTrip, ROUND_TRIP } from '../../support/round-trip.js';

const TOOL = 'test_input_required_result_elicitation';

export default defineScenario(
  {
    title: 'A tool asks the user by way of its result',
    requirements: [
      ...ROUND_TRIP,
      'elicitation.request-complete',
      'elicitation.schema-flat',
      'elicitation.mode-declared',
    ],
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    await judgeRoundTrip(t, TOOL);
    const demand = await callTool(await t.session(), TOOL).reply();
    const forms = Object.entries(inputRequestsOf(demand)).filter(
      ([, request]) => request['method'] === 'elicitation/create',
    );
    for (const [key] of forms) {
      judgeForm(t, demand, `/result/inputRequests/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
    if (forms.length === 0) {
      t.notVerified('elicitation.request-complete', `ask for an elicitation in ${TOOL}`);
      t.notVerified('elicitation.schema-flat', `ask for an elicitation in ${TOOL}`);
      t.notVerified('elicitation.mode-declared', `ask for an elicitation in ${TOOL}`);
    }
  },
);
