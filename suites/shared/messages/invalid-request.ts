import { defineScenario } from '../../scenario.js';
import { refusals } from '../../support/malformed.js';
import { isObject } from '../../support/values.js';

/** An envelope that repeats the body cannot be right here: a server may complain of that first. */
const CODES = { legacy: [-32600], modern: [-32600, -32020] };

export default defineScenario(
  {
    title: 'A document that is no request is refused as such',
    requirements: ['jsonrpc.invalid-request', 'jsonrpc.malformed-survived'],
  },
  async (t) => {
    const session = await t.session();
    const { method, params } = session.probe();
    const valid = (id: string) => session.compose(method, params, { id });
    const { method: _, ...withoutMethod } = valid('no method');
    const bodies = [
      { id: 'no method', body: withoutMethod },
      { id: 'no text', body: { ...valid('no text'), method: 42 } },
      { id: 'no version', body: { ...valid('no version'), jsonrpc: '1.0' } },
    ];
    const codes = CODES[t.era];
    let refused = false;
    for await (const reply of refusals(session, bodies, t.quietMs)) {
      refused = true;
      t.satisfies(
        'jsonrpc.invalid-request',
        reply.at<number>('/error/code'),
        (code) => codes.includes(code),
        `the code ${codes.join(' or ')}`,
      );
    }
    if (!refused) t.notVerified('jsonrpc.invalid-request', 'answer a document that is no request');
    const after = await session.fence();
    t.satisfies('jsonrpc.malformed-survived', after.at('/result'), isObject, 'a result for the next request');
  },
);
