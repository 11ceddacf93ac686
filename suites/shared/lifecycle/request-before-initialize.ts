import { defineScenario } from '../../scenario.js';
import { initialize } from '../../support/initialize.js';
import { judgeServed } from '../../support/survival.js';

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
    const greeting = initialize(session, t.revision);
    await judgeServed(t, 'lifecycle.early-request-survived', greeting, 'a result for initialize');
  },
);
