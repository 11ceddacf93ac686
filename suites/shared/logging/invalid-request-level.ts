import { defineScenario } from '../../scenario.js';
import { readErrorCode } from '../../support/error-code.js';
import { META } from '../../../adapters/mcp.js';

export default defineScenario(
  {
    title: 'A request that asks for an unknown log level is refused',
    requirements: ['logging.invalid-level-code'],
    needs: { capabilities: ['logging'] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    const { method, params } = session.probe();
    const reply = await session.request(method, params, { meta: { [META.logLevel]: 'loud' } }).reply();
    t.equal('logging.invalid-level-code', readErrorCode(reply), -32602);
  },
);
