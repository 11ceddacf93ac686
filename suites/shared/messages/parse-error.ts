import { defineScenario } from '../../scenario.js';
import { refusals } from '../../support/malformed.js';
import { isObject } from '../../support/values.js';

/** An envelope that repeats the body cannot be right here: a server may complain of that first. */
const CODES = { legacy: [-32700], modern: [-32700, -32020] };

const BODIES = [
  { id: 'cut', body: Buffer.from('{"jsonrpc":"2.0","id":"cut","method":') },
  { id: 'text', body: Buffer.from('no JSON at all') },
  { id: 'brace', body: Buffer.from('{"jsonrpc":"2.0","id":"brace","method":"ping"}}') },
];

export default defineScenario(
  {
    title: 'What is no JSON is refused as such',
    requirements: ['jsonrpc.parse-error', 'jsonrpc.malformed-survived'],
  },
  async (t) => {
    const session = await t.session();
    const codes = CODES[t.era];
    let refused = false;
    for await (const reply of refusals(session, BODIES, t.quietMs)) {
      refused = true;
      t.satisfies(
        'jsonrpc.parse-error',
        reply.at<number>('/error/code'),
        (code) => codes.includes(code),
        `the code ${codes.join(' or ')}`,
      );
    }
    if (!refused) t.notVerified('jsonrpc.parse-error', 'answer what is no JSON');
    const after = await session.fence();
    t.satisfies('jsonrpc.malformed-survived', after.at('/result'), isObject, 'a result for the next request');
  },
);
