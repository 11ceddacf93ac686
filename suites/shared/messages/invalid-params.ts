import type { Context, SafeCall } from '../../scenario.js';
import type { Exchange, Session } from '../../session.js';
import { defineScenario } from '../../scenario.js';
import { readErrorCode } from '../../support/error-code.js';
import { readAskable } from '../../support/listed.js';
import { awaitOwned, tryTool } from '../../support/tool-calls.js';

interface Asking {
  capability: string;
  method: string;
  params: object;
  /** The same, as it may be asked for. */
  call?: SafeCall | undefined;
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
    for (const { method, params, call } of possible) {
      const exchange = session.raw(session.compose(method, params));
      if (call !== undefined && (await isBusyWith(call, session, exchange))) {
        t.notVerified('jsonrpc.invalid-params', `refuse such a call of ${call.name}, or answer any in time`);
        continue;
      }
      const reply = await exchange.reply();
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
    { capability: 'tools', method: 'tools/call', params: mistype(call?.name), call },
    { capability: 'prompts', method: 'prompts/get', params: mistype(prompt?.key) },
  ];
}

/** Whoever does not look at what it is told begins to work, and may take its time, as it does when it is told what it wants. */
const isBusyWith = async (call: SafeCall, session: Session, exchange: Exchange): Promise<boolean> =>
  (await awaitOwned(session, exchange)) === undefined && (await tryTool(session, call)) === undefined;
