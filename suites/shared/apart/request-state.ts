import { defineScenario } from '../../scenario.js';
import { judgeForeignState } from '../../support/foreign-state.js';
import { asksWho, openAsBoth } from '../../support/identities.js';

const RULE = 'apart.request-state';

export default defineScenario(
  {
    title: 'A request state that a tool gave to one user is of no use to another',
    requirements: [RULE],
    needs: { capabilities: ['tools'], clients: 'of one server', identities: 'two' },
    revisions: { era: 'modern' },
  },
  async (t) => {
    if (!(await asksWho(t, RULE))) return;
    const users = await openAsBoth(t);
    for (const call of await t.safeCalls()) if (await judgeForeignState(t, users, call)) return;
    t.notApplicable(
      RULE,
      'no call that may be made hands out a requestState without which it does not complete',
    );
  },
);
