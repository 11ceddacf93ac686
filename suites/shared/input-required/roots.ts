import { defineScenario } from '../../scenario.js';
import { listWordsForRoots } from '../../support/input.js';
import { judgeRoundTrip, ROUND_TRIP } from '../../support/round-trip.js';

export default defineScenario(
  {
    title: 'A tool asks for roots by way of its result',
    requirements: ROUND_TRIP,
    needs: { capabilities: ['tools'], tools: ['test_input_required_result_list_roots'] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    await judgeRoundTrip(t, {
      tool: 'test_input_required_result_list_roots',
      // By the contract it refers to the roots, in words of its own.
      shown: { words: listWordsForRoots },
    });
  },
);
