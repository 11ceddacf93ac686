import { defineScenario } from '../../scenario.js';
import type { Reply, Session } from '../../session.js';
import { makeUnguessable } from '../../support/tool-calls.js';

const isText = (value: unknown) => typeof value === 'string';

export default defineScenario(
  {
    title: 'Results and errors have the form of JSON-RPC 2.0',
    requirements: [
      'jsonrpc.version-member',
      'jsonrpc.error-not-result',
      'jsonrpc.error-code-integer',
      'jsonrpc.error-message',
    ],
  },
  async (t) => {
    const session = await t.session();
    const good = await session.barrier();
    const bad = await findError(
      session,
      makeUnguessable(() => t.random()),
    );
    for (const reply of bad === undefined ? [good] : [good, bad]) {
      t.equal('jsonrpc.version-member', reply.at('/jsonrpc'), '2.0');
      t.equal('jsonrpc.error-not-result', reply.at(reply.isError ? '/result' : '/error'), undefined);
      if (!reply.isError) continue;
      t.satisfies('jsonrpc.error-code-integer', reply.at('/error/code'), Number.isInteger, 'an integer');
      t.satisfies('jsonrpc.error-message', reply.at('/error/message'), isText, 'text');
    }
    if (bad === undefined) {
      t.notVerified('jsonrpc.error-code-integer', 'answer an unknown method with an error');
      t.notVerified('jsonrpc.error-message', 'answer an unknown method with an error');
    }
  },
);

/** An error in reply to something that nobody has. That an unknown method is answered at all is judged elsewhere. */
async function findError(session: Session, name: string): Promise<Reply | undefined> {
  const owned = [
    { capability: 'tools', method: 'tools/call', params: { name, arguments: {} } },
    { capability: 'prompts', method: 'prompts/get', params: { name } },
    { capability: 'resources', method: 'resources/read', params: { uri: `mcptc:///${name}` } },
  ].filter(({ capability }) => session.declares(capability));
  for (const { method, params } of [{ method: 'mcptc/no-such-method', params: {} }, ...owned]) {
    const exchange = session.request(method, params);
    const reply = await exchange.maybe();
    if (reply?.isError === true) return reply;
    // Who leaves one in silence is not waited for at each of them.
    if (reply === undefined && (await exchange.replyState()).value !== 'refused') return undefined;
  }
  return undefined;
}
