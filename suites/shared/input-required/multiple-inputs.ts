import { defineScenario } from '../../scenario.js';
import { judgeRoundTrip, ROUND_TRIP } from '../../support/round-trip.js';

export default defineScenario(
  {
    title: 'A tool asks for several inputs at once',
    requirements: ROUND_TRIP,
    needs: { capabilities: ['tools'], tools: ['test_input_required_result_multiple_inputs'] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    await judgeRoundTrip(t, 'test_input_required_result_multiple_inputs');
  },
);
