import { defineScenario } from '../../scenario.js';
import { judgeRoundTrip, ROUND_TRIP } from '../../support/round-trip.js';

export default defineScenario(
  {
    title: 'A tool asks again and again until it has all input',
    requirements: ROUND_TRIP,
    needs: { capabilities: ['tools'], tools: ['test_input_required_result_multi_round'] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    await judgeRoundTrip(t, { tool: 'test_input_required_result_multi_round', rounds: 2 });
  },
);
