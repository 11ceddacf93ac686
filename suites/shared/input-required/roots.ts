import { defineScenario } from '../../scenario.js';
import { judgeRoundTrip, ROUND_TRIP } from '../../support/round-trip.js';

export default defineScenario(
  {
    title: 'A tool asks for roots by way of its result',
    requirements: ROUND_TRIP,
    needs: { capabilities: ['tools'], tools: ['test_input_required_result_list_roots'] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    await judgeRoundTrip(t, 'test_input_required_result_list_roots', 'roots');
  },
);
