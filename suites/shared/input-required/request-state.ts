import { defineScenario } from '../../scenario.js';
import { judgeRoundTrip, ROUND_TRIP } from '../../support/round-trip.js';

export default defineScenario(
  {
    title: 'A tool gets its state back with the input',
    requirements: ROUND_TRIP,
    needs: { capabilities: ['tools'], tools: ['test_input_required_result_request_state'] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    await judgeRoundTrip(t, 'test_input_required_result_request_state', 'nothing');
  },
);
