import { defineScenario } from '../../scenario.js';
import { isEmptyResult } from '../../support/values.js';

export default defineScenario(
  {
    title: 'A ping is answered with an empty result',
    requirements: ['ping.empty-result'],
    revisions: { era: 'legacy' },
  },
  async (t) => {
    const session = await t.session();
    const reply = await session.request('ping').reply();
    t.satisfies('ping.empty-result', reply.at('/result'), isEmptyResult, 'an empty result');
  },
);
