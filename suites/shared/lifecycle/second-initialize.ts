import { defineScenario } from '../../scenario.js';
import { initialize } from '../../support/initialize.js';
import { isObject } from '../../support/values.js';

export default defineScenario(
  {
    title: 'A second initialize does not end the session',
    requirements: ['lifecycle.second-initialize-survived'],
    revisions: { era: 'legacy' },
  },
  async (t) => {
    const session = await t.session();
    await initialize(session, t.revision).maybe(t.quietMs);
    const reply = await session.request('ping').maybe();
    if (reply === undefined) t.notVerified('lifecycle.second-initialize-survived', 'answer the next request');
    else t.satisfies('lifecycle.second-initialize-survived', reply.at('/result'), isObject, 'a result');
  },
);
