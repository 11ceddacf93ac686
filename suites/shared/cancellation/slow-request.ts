import { defineScenario } from '../../scenario.js';
import type { Message } from '../../session.js';

/** Milliseconds that the tool is asked to take. */
const WORK_MS = 1_000;
/** Milliseconds by which a timer may be early. */
const TIMER_MS = 20;
const SLOW = { name: 'test_slow', arguments: { ms: WORK_MS } };
const TOKEN = 'mcptc-cancelled';
const IDS = ['cancellation.not-answered', 'cancellation.nothing-more'] as const;

export default defineScenario(
  {
    title: 'A cancelled request is not answered, and the one beside it is',
    requirements: IDS,
    needs: { tools: ['test_slow'] },
  },
  async (t) => {
    const session = await t.session();
    const sentMs = performance.now();
    const cancelled = session.request('tools/call', SLOW, { progressToken: TOKEN });
    const control = session.request('tools/call', SLOW);
    // Once a fence is answered, what was sent before it has been received.
    await session.barrier();
    const early = await cancelled.maybe(0);
    if (session.cancel(cancelled) === 'dropped') {
      for (const id of IDS) t.notApplicable(id, 'the request was cancelled by dropping its channel');
      return;
    }
    const heard = await session.barrier();
    const other = await control.reply();
    const late = await t.wait(cancelled.maybe(t.quietMs));
    const worked = other.result !== undefined && other.result['isError'] !== true;
    // It was sent later and takes as long: as it was still open, the other one was not done either.
    const wasOpen = other.entry > heard.entry;
    // A reply that overtakes the fence crossed the cancellation, unless the work cannot have been done by then.
    const hasCrossed = late !== undefined && late.entry < heard.entry && !isPremature(late);
    if (early !== undefined || !worked || !wasOpen || hasCrossed) {
      for (const id of IDS) t.notVerified(id, 'still be at work on test_slow when it is cancelled');
      return;
    }
    for (const id of IDS) {
      if (late !== undefined) t.satisfies(id, late.at('/id'), () => false, 'no reply after the cancellation');
      await t.absent(id, {
        session,
        match: (m) => m.entry > heard.entry && m.at('/params/progressToken').value === TOKEN,
        what: 'progress of a cancelled request',
      });
    }

    /** It came before the work can have been done: the other one shows that the tool takes the time it is asked to. */
    function isPremature(reply: Message): boolean {
      const took = (message: Message) => message.atMs - sentMs;
      return took(other) >= WORK_MS - TIMER_MS && took(reply) < WORK_MS - TIMER_MS;
    }
  },
);
