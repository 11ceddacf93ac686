import { defineScenario } from '../../scenario.js';
import type { Message } from '../../session.js';
import { judgeNotAsked, LIST_ROOTS, NEGOTIATED } from '../../support/server-requests.js';

export default defineScenario(
  {
    title: 'A client without roots is not asked for them',
    requirements: NEGOTIATED,
    revisions: { era: 'legacy' },
    isolation: 'session',
  },
  async (t) => {
    // Only a server that does ask clients with roots can show that it spares the others.
    const asking = await t.session({ capabilities: { roots: { listChanged: true } } });
    asking.notify('notifications/roots/list_changed');
    const isAsking = ({ method }: Message) => method === LIST_ROOTS;
    await t.wait(asking.events.next(isAsking, t.quietMs));
    // A machine that is busy with other things has got as far as this by then.
    await asking.barrier();
    if (!asking.events.seen.some(isAsking)) {
      for (const rule of NEGOTIATED)
        t.notApplicable(rule, 'this server does not ask for roots, not even a client that declares them');
      return;
    }
    await judgeNotAsked(t, await t.session({ capabilities: {} }), LIST_ROOTS);
  },
);
