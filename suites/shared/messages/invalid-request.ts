import { defineScenario } from '../../scenario.js';
import { isObject } from '../../support/documents.js';

/** An envelope that repeats the body cannot be right here: a server may complain of that first. */
const CODES = { legacy: [-32600], modern: [-32600, -32020] };

export default defineScenario(
  {
    title: 'A document that is no request is refused as such',
    requirements: ['jsonrpc.invalid-request', 'jsonrpc.malformed-survived'],
    isolation: 'session',
  },
  async (t) => {
    const session = await t.session();
    const { method, params } = session.probe();
    const { method: _, ...withoutMethod } = session.compose(method, params);
    const documents = [
      withoutMethod,
      { ...session.compose(method, params), method: 42 },
      { ...session.compose(method, params), jsonrpc: '1.0' },
    ];
    let refused = false;
    for (const document of documents) {
      const reply = await session.raw(document, { acceptWithoutId: true }).maybe(t.quietMs);
      if (reply?.isError !== true) continue;
      refused = true;
      const codes = CODES[t.era];
      const expected = `the code ${codes.join(' or ')}`;
      t.satisfies(
        'jsonrpc.invalid-request',
        reply.at<number>('/error/code'),
        (code) => codes.includes(code),
        expected,
      );
    }
    if (!refused) t.notVerified('jsonrpc.invalid-request', 'answer a document that is no request');
    const after = await session.fence();
    t.satisfies('jsonrpc.malformed-survived', after.at('/result'), isObject, 'a result for the next request');
  },
);
