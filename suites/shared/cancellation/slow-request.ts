import { defineScenario } from '../../scenario.js';

const SLOW = { name: 'test_slow', arguments: { ms: 1_000 } };
const TOKEN = 'mcptc-cancelled';

export default defineScenario(
  {
    title: 'A cancelled request is not answered, and the one beside it is',
    requirements: ['cancellation.not-answered', 'cancellation.nothing-more'],
    needs: { tools: ['test_slow'] },
  },
  async (t) => {
    const ids = ['cancellation.not-answered', 'cancellation.nothing-more'] as const;
    const session = await t.session();
    const cancelled = session.request('tools/call', SLOW, { progressToken: TOKEN });
    const control = session.request('tools/call', SLOW);
    // Once a fence is answered, what was sent before it has been received.
    await session.fence();
    if (session.cancel(cancelled) === 'dropped') {
      for (const id of ids) t.notApplicable(id, 'the request was cancelled by dropping its channel');
      return;
    }
    const { entry } = await session.fence();
    // It was sent later and takes as long: when it is answered, the other one would have been.
    const other = await control.reply();
    const late = await cancelled.maybe(t.quietMs);
    const inTime = other.result !== undefined && other.result['isError'] !== true && other.entry > entry;
    if (!inTime || (late !== undefined && late.entry < entry)) {
      for (const id of ids) t.notVerified(id, 'still be at work on test_slow when it is cancelled');
      return;
    }
    for (const id of ids) {
      if (late !== undefined) t.satisfies(id, late.at('/id'), () => false, 'no reply after the cancellation');
      await t.absent(id, {
        session,
        match: (m) => m.entry > entry && m.at('/params/progressToken').value === TOKEN,
        what: 'progress of a cancelled request',
      });
    }
  },
);
