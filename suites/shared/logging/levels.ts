import { defineScenario } from '../../scenario.js';
import { readErrorCode } from '../../support/error-code.js';
import { hasSucceeded } from '../../support/tool-calls.js';
import { LEVELS } from '../../../adapters/mcp.js';

export default defineScenario(
  {
    title: 'Each log level can be set, and no other one',
    requirements: ['logging.level-accepted', 'logging.invalid-level-code'],
    needs: { capabilities: ['logging'] },
    revisions: { era: 'legacy' },
  },
  async (t) => {
    const session = await t.session();
    // From severe to chatty, so that whoever has the session next finds nothing held back.
    for (const level of LEVELS.toReversed()) {
      const reply = await session.request('logging/setLevel', { level }).reply();
      t.satisfies(
        'logging.level-accepted',
        reply.at('/result'),
        hasSucceeded,
        `a result for the level ${level}`,
      );
    }
    const invalid = session.compose('logging/setLevel', { level: 'loud' });
    const reply = await session.raw(invalid).reply();
    t.equal('logging.invalid-level-code', readErrorCode(reply), -32602);
  },
);
