import type { Reply } from '../../session.js';
import { defineScenario } from '../../scenario.js';
import { judgeRoundTrip, ROUND_TRIP } from '../../support/round-trip.js';

const TOOL = 'test_input_required_result_request_state';

export default defineScenario(
  {
    title: 'A tool gets its state back with the input',
    requirements: ROUND_TRIP,
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const is = (first: Reply) => first.result?.['requestState'] !== undefined;
    await judgeRoundTrip(t, {
      tool: TOOL,
      demand: { is, what: 'input with a requestState' },
      // By the contract, the word of a tool that found its state right.
      shown: { words: () => ['state-ok'] },
    });
  },
);
