import { defineScenario } from '../../scenario.js';
import { isObject } from '../../support/documents.js';

/** An envelope that repeats the body cannot be right here: a server may complain of that first. */
const CODES = { legacy: [-32700], modern: [-32700, -32020] };
const TEXTS = [
  '{"jsonrpc":"2.0","id":1,"method":',
  'no JSON at all',
  '{"jsonrpc":"2.0","id":1,"method":"ping"}}',
];

export default defineScenario(
  {
    title: 'What is no JSON is refused as such',
    requirements: ['jsonrpc.parse-error', 'jsonrpc.malformed-survived'],
    isolation: 'session',
  },
  async (t) => {
    const session = await t.session();
    let refused = false;
    for (const text of TEXTS) {
      const reply = await session.raw(Buffer.from(text), { acceptWithoutId: true }).maybe(t.quietMs);
      if (reply === undefined) continue;
      refused = true;
      const codes = CODES[t.era];
      const expected = `the code ${codes.join(' or ')}`;
      t.satisfies(
        'jsonrpc.parse-error',
        reply.at<number>('/error/code'),
        (code) => codes.includes(code),
        expected,
      );
    }
    if (!refused) t.notVerified('jsonrpc.parse-error', 'answer what is no JSON');
    const after = await session.fence();
    t.satisfies('jsonrpc.malformed-survived', after.at('/result'), isObject, 'a result for the next request');
  },
);
