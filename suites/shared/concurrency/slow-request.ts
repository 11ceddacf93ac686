import { defineScenario } from '../../scenario.js';
import { hasSucceeded, tryTool } from '../../support/tool-calls.js';

const SLOW_MS = 1_500;
/** Times as long as a quick request, so that one overtakes the other: what was slow once may have been so by chance. */
const SLOWER = 3;
/** Milliseconds by which the quick one has to be ahead: what waited comes at the same time, in whatever order. */
const AHEAD_MS = 150;

export default defineScenario(
  {
    title: 'A slow request does not hold up the next one',
    requirements: ['base.slow-request-blocks-nothing'],
    needs: { role: 'slow' },
  },
  async (t) => {
    const session = await t.session();
    const call = await t.role('slow');
    const args = call.fixture ? { ms: SLOW_MS } : call.arguments;
    const { method, params } = session.probe();
    const aloneMs = await measure(session.request(method, params).maybe());
    const answered = tryTool(session, { ...call, arguments: args });
    const slowMs = measure(answered);
    // A server that does one thing at a time answers both, and may do so later than we wait.
    const quick = await session.request(method, params).maybe();
    const quickAt = performance.now();
    const slow = await t.wait(answered);
    const aheadMs = performance.now() - quickAt;
    if (slow === undefined || !hasSucceeded(slow.result)) {
      t.notVerified('base.slow-request-blocks-nothing', `let ${call.name} answer without an error`);
      return;
    }
    if (!call.fixture && (await slowMs) < SLOWER * aloneMs) {
      t.notVerified('base.slow-request-blocks-nothing', `be slow in ${call.name} each time, and not once`);
      return;
    }
    const isBefore = quick !== undefined && quick.entry < slow.entry;
    // Where a quick request takes long by itself, it may come late without having waited.
    if (isBefore && aheadMs < AHEAD_MS && aloneMs > AHEAD_MS) {
      t.notVerified('base.slow-request-blocks-nothing', 'be quick with a request that is alone');
      return;
    }
    t.satisfies(
      'base.slow-request-blocks-nothing',
      slow.at('/id'),
      () => isBefore && aheadMs >= AHEAD_MS,
      `the reply to the slow request well after the one to the quick request: it came ${isBefore ? Math.round(aheadMs) : 0} ms after it`,
    );
  },
);

async function measure(work: Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  // Whoever waits for the work itself hears of its end.
  await work.catch(() => undefined);
  return performance.now() - startedMs;
}
