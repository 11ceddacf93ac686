import { defineScenario } from '../../scenario.js';

const SLOW_MS = 1_500;

export default defineScenario(
  {
    title: 'A slow request does not hold up the next one',
    requirements: ['base.slow-request-blocks-nothing'],
    needs: { tools: ['test_slow'] },
  },
  async (t) => {
    const session = await t.session();
    const exchange = session.request('tools/call', { name: 'test_slow', arguments: { ms: SLOW_MS } });
    const quick = await session.barrier();
    const slow = await exchange.reply();
    if (slow.result === undefined || slow.result['isError'] === true) {
      t.notVerified('base.slow-request-blocks-nothing', 'let test_slow answer without an error');
      return;
    }
    t.satisfies(
      'base.slow-request-blocks-nothing',
      slow.at('/id'),
      () => quick.entry < slow.entry,
      'the reply to the slow request after the one to the quick request',
    );
  },
);
