import { defineScenario } from '../../scenario.js';
import { judgeNotAsked, LIST_ROOTS, NEGOTIATED } from '../../support/server-requests.js';

export default defineScenario(
  {
    title: 'A client without roots is not asked for them',
    requirements: NEGOTIATED,
    revisions: { era: 'legacy' },
  },
  async (t) => {
    // Only a server that does ask clients with roots can show that it spares the others.
    const asking = await t.session({ capabilities: { roots: { listChanged: true } } });
    asking.notify('notifications/roots/list_changed');
    const asked = await t.wait(asking.events.next(({ method }) => method === LIST_ROOTS, t.quietMs));
    if (asked === undefined) {
      for (const rule of NEGOTIATED)
        t.notVerified(rule, `send ${LIST_ROOTS} to a client that declares roots`);
      return;
    }
    await judgeNotAsked(t, await t.session({ capabilities: {} }), LIST_ROOTS);
  },
);
