import { defineScenario } from '../../scenario.js';
import { judgeServed } from '../../support/survival.js';

/** Characters of one to four bytes, so that a cut in the middle of one is seen. */
const PATTERN = 'aé名🧪';
const TEXT = PATTERN.repeat(2 ** 20 / Buffer.byteLength(PATTERN));

export default defineScenario(
  {
    title: 'Text of 1 MiB comes back as it was sent',
    requirements: ['base.large-message'],
    needs: { tools: ['test_echo'] },
  },
  async (t) => {
    const session = await t.session();
    const exchange = session.request('tools/call', { name: 'test_echo', arguments: { text: TEXT } });
    if (!(await judgeServed(t, 'base.large-message', exchange))) return;
    const reply = await exchange.reply();
    t.satisfies(
      'base.large-message',
      reply.at('/result/content/0/text'),
      (text) => text === TEXT,
      'the text sent',
    );
  },
);
