/** Event ids are unique within a session. */
import { defineObserver, type Talk } from '../observer.js';

const RULE = 'http.event-ids-unique';
/** Event ids that are kept of one session. */
const MAX_IDS = 20_000;

export default defineObserver(
  {
    title: 'Event ids are unique in a session',
    requirements: [RULE],
    revisions: { from: '2025-03-26', to: '2025-11-25' },
    transports: ['streamable-http'],
  },
  () => {
    const used = new WeakMap<Talk, Set<string>>();
    return {
      ended({ eventIds, session, resumed }, t) {
        // What a resumed stream brings may have come before, under the same ids.
        if (eventIds.length === 0 || resumed || !session.alone) return;
        const known = used.get(session);
        const others = known ?? new Set<string>();
        used.set(session, others);
        const own = new Set<string>();
        for (const id of eventIds) {
          const isNew = !others.has(id.value) && !own.has(id.value);
          // One stream alone says nothing of the others.
          if (known !== undefined || !isNew)
            t.satisfies(RULE, id, () => isNew, 'an event id that no other event of the session has');
          own.add(id.value);
        }
        for (const id of own) if (others.size < MAX_IDS) others.add(id);
      },
    };
  },
);
