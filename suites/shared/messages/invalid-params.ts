import type { Context } from '../../scenario.js';
import type { Session } from '../../session.js';
import { defineScenario } from '../../scenario.js';
import { readErrorCode } from '../../support/error-code.js';
import { readAskable } from '../../support/listed.js';

interface Asking {
  capability: string;
  method: string;
  params: object;
}

/** Lack what their method requires, and name nothing that could be executed. */
const LACKING: readonly Asking[] = [
  { capability: 'tools', method: 'tools/call', params: { arguments: {} } },
  { capability: 'prompts', method: 'prompts/get', params: {} },
  { capability: 'resources', method: 'resources/read', params: {} },
];

export default defineScenario(
  { title: 'Parameters that a method cannot take are invalid', requirements: ['jsonrpc.invalid-params'] },
  async (t) => {
    const session = await t.session();
    const requests = t.era === 'legacy' ? LACKING : await listMistyped(t, session);
    const possible = requests.filter(({ capability }) => session.declares(capability));
    if (possible.length === 0)
      t.notApplicable('jsonrpc.invalid-params', 'no declared capability has such a method');
    for (const { method, params } of possible) {
      const reply = await session.raw(session.compose(method, params)).reply();
      t.equal('jsonrpc.invalid-params', readErrorCode(reply), -32602);
      t.observe(`code for ${method}`, reply.at('/error/code'));
    }
  },
);

/**
 * In the modern era a binding may mirror the name, so that it has to be there. It is a listed one where there is one that
 * is safe to use: then nothing but the arguments can be what is refused.
 */
async function listMistyped(t: Pick<Context, 'safeCalls'>, session: Session): Promise<Asking[]> {
  const [call] = await t.safeCalls();
  const [prompt] = session.declares('prompts') ? await readAskable(session, 'prompts/list') : [];
  const mistype = (name = 'mcptc-none') => ({ name, arguments: 'text' });
  return [
    { capability: 'tools', method: 'tools/call', params: mistype(call?.name) },
    { capability: 'prompts', method: 'prompts/get', params: mistype(prompt?.key) },
  ];
}
