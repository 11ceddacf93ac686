import { defineScenario } from '../../scenario.js';
import { isObject } from '../../../adapters/json.js';

/** Every result may carry `_meta`; it does not count as content. */
const isEmpty = (result: unknown) => isObject(result) && Object.keys(result).every((key) => key === '_meta');

export default defineScenario(
  {
    title: 'A ping is answered with an empty result',
    requirements: ['ping.empty-result'],
    revisions: { era: 'legacy' },
  },
  async (t) => {
    const session = await t.session();
    const reply = await session.request('ping').reply();
    t.satisfies('ping.empty-result', reply.at('/result'), isEmpty, 'an empty result');
  },
);
