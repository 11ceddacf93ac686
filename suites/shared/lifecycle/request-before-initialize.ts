import { defineScenario } from '../../scenario.js';
import { initialize } from '../../support/initialize.js';
import { isObject } from '../../../adapters/json.js';

export default defineScenario(
  {
    title: 'A request before initialize does not keep the client from initializing',
    requirements: ['lifecycle.early-request-survived'],
    revisions: { era: 'legacy' },
    isolation: 'session',
  },
  async (t) => {
    const session = await t.session({ handshake: false });
    await session.raw(session.compose('tools/list')).maybe(t.quietMs);
    const reply = await initialize(session, t.revision).maybe();
    if (reply === undefined)
      t.notVerified('lifecycle.early-request-survived', 'answer initialize all the same');
    else
      t.satisfies(
        'lifecycle.early-request-survived',
        reply.at('/result'),
        isObject,
        'a result for initialize',
      );
  },
);
