import type { Reply } from '../../session.js';
import { defineScenario } from '../../scenario.js';
import { listInputRequests } from '../../support/input.js';
import { judgeRoundTrip, ROUND_TRIP } from '../../support/round-trip.js';

const TOOL = 'test_input_required_result_multiple_inputs';

export default defineScenario(
  {
    title: 'A tool asks for several inputs at once',
    requirements: ROUND_TRIP,
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const is = (first: Reply) => Object.keys(listInputRequests(first)).length > 1;
    await judgeRoundTrip(t, { tool: TOOL, demand: { is, what: 'several inputs at once' } });
  },
);
