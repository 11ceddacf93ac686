import { defineScenario } from '../../scenario.js';
import { judgeSampling, SAMPLE, SAMPLING_RULES } from '../../support/server-requests.js';
import { listInputRequestsFor } from '../../support/input.js';
import { judgeRoundTrip, ROUND_TRIP, TYPED } from '../../support/round-trip.js';

const TOOL = 'test_input_required_result_sampling';

export default defineScenario(
  {
    title: 'A tool has the client sample by way of its result',
    requirements: [...ROUND_TRIP, ...SAMPLING_RULES],
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const demand = await judgeRoundTrip(t, { tool: TOOL, shown: TYPED });
    const requests = listInputRequestsFor(demand, SAMPLE);
    for (const at of requests) judgeSampling(t, demand, at);
    if (requests.length > 0) return;
    for (const rule of SAMPLING_RULES) t.notVerified(rule, `ask for a sample in ${TOOL}`);
  },
);
