import { defineScenario } from '../../scenario.js';

/**
 * Requests that lack what their method requires. They name nothing that could be executed; and in the modern era they
 * keep what a binding may mirror, so that no other rule is broken with them.
 */
const REQUESTS = [
  { era: 'legacy', capability: 'tools', method: 'tools/call', params: { arguments: {} } },
  { era: 'legacy', capability: 'prompts', method: 'prompts/get', params: {} },
  { era: 'legacy', capability: 'resources', method: 'resources/read', params: {} },
  {
    era: 'modern',
    capability: 'tools',
    method: 'tools/call',
    params: { name: 'mcptc-none', arguments: 'text' },
  },
  {
    era: 'modern',
    capability: 'prompts',
    method: 'prompts/get',
    params: { name: 'mcptc-none', arguments: 'text' },
  },
] as const;

export default defineScenario(
  { title: 'Parameters that a method cannot take are invalid', requirements: ['jsonrpc.invalid-params'] },
  async (t) => {
    const session = await t.session();
    const requests = REQUESTS.filter(({ era, capability }) => era === t.era && session.declares(capability));
    if (requests.length === 0)
      t.notApplicable('jsonrpc.invalid-params', 'no declared capability has such a method');
    for (const { method, params } of requests) {
      const reply = await session.raw(session.compose(method, params)).reply();
      t.equal('jsonrpc.invalid-params', reply.at('/error/code'), -32602);
      t.observe(`code for ${method}`, reply.at('/error/code'));
    }
  },
);
