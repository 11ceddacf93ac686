import { defineScenario } from '../../scenario.js';
import { readErrorCode } from '../../support/error-code.js';
import { META } from '../../../adapters/mcp.js';

const CALL = { name: 'test_missing_capability', arguments: {} };
const ROUNDS = 3;

export default defineScenario(
  {
    title: 'Interleaved requests with different client capabilities are each judged by their own',
    requirements: ['base.requests-independent'],
    needs: { tools: ['test_missing_capability'] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    const call = (capabilities: object) =>
      session.request('tools/call', CALL, { meta: { [META.clientCapabilities]: capabilities } });
    const rounds = Array.from({ length: ROUNDS }, () => ({ able: call({ sampling: {} }), unable: call({}) }));
    for (const { able, unable } of rounds) {
      t.equal('base.requests-independent', (await able.reply()).at('/error'), undefined);
      t.equal('base.requests-independent', readErrorCode(await unable.reply()), -32021);
    }
  },
);
