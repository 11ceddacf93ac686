import { defineScenario } from '../../scenario.js';
import { initialize } from '../../support/initialize.js';
import { judgeSurvival } from '../../support/survival.js';

export default defineScenario(
  {
    title: 'A second initialize does not end the session',
    requirements: ['lifecycle.second-initialize-survived'],
    revisions: { era: 'legacy' },
    // A server may begin anew, with what this initialize declares: nothing that another case should meet.
    isolation: 'last',
  },
  async (t) => {
    const session = await t.session();
    await initialize(session, t.revision).maybe(t.quietMs);
    await judgeSurvival(t, 'lifecycle.second-initialize-survived', session);
  },
);
