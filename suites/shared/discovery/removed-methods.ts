import { defineScenario } from '../../scenario.js';

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
      t.equal('base.removed-methods', reply.at('/error/code'), -32601);
    }
  },
);
