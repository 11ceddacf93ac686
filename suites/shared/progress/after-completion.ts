import { defineScenario } from '../../scenario.js';
import { callLent } from '../../support/tool-calls.js';
import { isProgress, PROGRESS } from '../../support/progress.js';

/** Milliseconds in which a report would still come that is late. */
const LATE_MS = 500;

export default defineScenario(
  {
    title: 'Progress stops when its request is answered',
    requirements: ['progress.stops-after-completion'],
    needs: { capabilities: ['tools'], role: 'progress' },
  },
  async (t) => {
    const session = await t.session();
    const call = await t.role('progress');
    const reply = await t.wait(callLent(session, call, { progressToken: 'stops' }));
    // One that says everything too late has said nothing so far.
    if (reply !== undefined && !session.events.seen.some(isProgress))
      await session.events.next(isProgress, LATE_MS);
    if (reply === undefined || !session.events.seen.some(isProgress)) {
      return t.notVerified(
        'progress.stops-after-completion',
        `answer ${call.name} after a ${PROGRESS} within the request timeout`,
      );
    }
    await t.absent('progress.stops-after-completion', {
      session,
      match: (message) => isProgress(message) && message.entry > reply.entry,
      what: `${PROGRESS} after the reply`,
      withinMs: LATE_MS,
    });
  },
);
