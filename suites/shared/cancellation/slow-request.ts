import { defineScenario } from '../../scenario.js';
import type { Message } from '../../session.js';
import { hasSucceeded } from '../../support/tool-calls.js';

/** Milliseconds by which a timer may be early. */
const TIMER_MS = 20;
const TOKEN = 'mcptc-cancelled';
const IDS = ['cancellation.not-answered', 'cancellation.nothing-more'] as const;

export default defineScenario(
  {
    title: 'A cancelled request is not answered, and the one beside it is',
    requirements: IDS,
    needs: { role: 'slow' },
  },
  async (t) => {
    const session = await t.session();
    const { name, arguments: args, fixture } = await t.role('slow');
    /** What the fixture is told to take; how long another tool takes is not known. */
    const workMs = fixture ? Number(args['ms']) : 0;
    const sentMs = performance.now();
    const cancelled = session.request('tools/call', { name, arguments: args }, { progressToken: TOKEN });
    const control = session.request('tools/call', { name, arguments: args });
    // Once a fence is answered, what was sent before it has been received.
    await session.barrier();
    const early = await cancelled.maybe(0);
    if (session.cancel(cancelled) === 'dropped') {
      for (const id of IDS) t.notApplicable(id, 'the request was cancelled by dropping its channel');
      return;
    }
    const heard = await session.barrier();
    const other = await (fixture ? control.reply() : control.maybe());
    const late = await t.wait(cancelled.maybe(t.quietMs));
    // It was sent later and takes as long: as it was still open, the other one was not done either.
    const wasOpen = other !== undefined && other.entry > heard.entry;
    // A reply that overtakes the fence crossed the cancellation, unless the work cannot have been done by then.
    const hasCrossed = late !== undefined && late.entry < heard.entry && !isPremature(late);
    if (early !== undefined || !wasOpen || !hasSucceeded(other.result) || hasCrossed) {
      for (const id of IDS) t.notVerified(id, `still be at work on ${name} when it is cancelled`);
      return;
    }
    // A request that cannot be cancelled may go on: only the fixture is known to be none.
    if (late !== undefined && hasSucceeded(late.result) && !isPremature(late)) {
      const went = `no reply, or its own result, as that of a request that cannot be cancelled`;
      if (fixture)
        t.satisfies(
          'cancellation.not-answered',
          late.at('/id'),
          () => false,
          'no reply after the cancellation',
        );
      else
        t.notApplicable(
          'cancellation.not-answered',
          `${name} may be one that cannot be cancelled: it went on to its result`,
        );
      t.satisfies('cancellation.nothing-more', late.at('/result'), () => true, went);
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
      const isTimed = other !== undefined && took(other) >= workMs - TIMER_MS;
      return workMs > 0 && isTimed && took(reply) < workMs - TIMER_MS;
    }
  },
);
