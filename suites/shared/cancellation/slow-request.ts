import { defineScenario } from '../../scenario.js';

const SLOW_MS = 1_500;

export default defineScenario(
  {
    title: 'A cancelled request is not answered',
    requirements: ['cancellation.not-answered', 'cancellation.nothing-more'],
    needs: { tools: ['test_slow'] },
  },
  async (t) => {
    const session = await t.session();
    const exchange = session.request('tools/call', { name: 'test_slow', arguments: { ms: SLOW_MS } });
    // Once the fence is answered, the request before it has been received.
    const { entry } = await session.fence();
    if (session.cancel(exchange) === 'dropped') {
      t.notApplicable('cancellation.not-answered', 'the request was cancelled by dropping its channel');
      t.notApplicable('cancellation.nothing-more', 'the request was cancelled by dropping its channel');
      return;
    }
    const late = await exchange.maybe(SLOW_MS + 5 * t.quietMs);
    for (const id of ['cancellation.not-answered', 'cancellation.nothing-more'] as const) {
      if (late !== undefined)
        t.satisfies(id, late.at('/id'), (of) => of !== exchange.id, 'no reply after the cancellation');
      await t.absent(id, {
        session,
        in: exchange.events,
        match: (message) => message.entry > entry,
        what: 'message for a cancelled request',
      });
    }
  },
);
