import { defineScenario } from '../../scenario.js';
import { readErrorCode } from '../../support/error-code.js';

const REMOVED = [
  { method: 'ping', params: {} },
  { method: 'logging/setLevel', params: { level: 'info' } },
  { method: 'resources/subscribe', params: { uri: 'test://static-text' } },
  { method: 'resources/unsubscribe', params: { uri: 'test://static-text' } },
] as const;

export default defineScenario(
  {
    title: 'Methods of the legacy era are not found',
    requirements: ['base.removed-methods'],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    for (const { method, params } of REMOVED) {
      const reply = await session.raw(session.compose(method, params)).reply();
      t.equal('base.removed-methods', readErrorCode(reply), -32601);
    }
  },
);
