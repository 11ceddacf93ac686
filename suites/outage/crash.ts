import { defineScenario } from '../scenario.js';
import { judgeServes } from '../support/outage.js';

/** An id that nothing else uses. */
const BEFORE = 'asked-before-the-crash';
/** Milliseconds for the end of a connection to show. */
const SHOWS_MS = 5_000;

export default defineScenario(
  {
    title: 'A crash ends what is in flight, and nothing of it comes after the restart',
    requirements: ['robustness.serves-after-crash', 'robustness.nothing-from-before-crash'],
    needs: { server: 'any' },
    isolation: 'process',
    timeout: 90_000,
  },
  async (t) => {
    const server = await t.server();
    const before = await server.session();
    const { method, params } = before.probe();
    // While it stands still, what is asked is in flight for certain.
    await server.pause();
    const lost = before.request(method, params, { id: BEFORE, progressToken: BEFORE, timeout: SHOWS_MS });
    await lost.maybe(t.quietMs);
    await server.kill();
    t.observe('what was in flight', await lost.replyState());

    await server.start();
    const after = await judgeServes(t, server, 'robustness.serves-after-crash');
    if (after === undefined)
      return t.notVerified('robustness.nothing-from-before-crash', 'serve again after a crash');
    await t.absent('robustness.nothing-from-before-crash', {
      session: after,
      in: {
        get seen() {
          return [...after.events.seen, ...after.unmatched.seen];
        },
      },
      match: (message) =>
        message.at('/id').value === BEFORE || message.at('/params/progressToken').value === BEFORE,
      what: 'message that belongs to a request from before the crash',
    });
  },
);
