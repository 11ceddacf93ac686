import { defineScenario } from '../../scenario.js';
import { judgeRefusals } from '../../support/malformed.js';

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
  async (t) =>
    judgeRefusals(t, {
      requirement: 'jsonrpc.parse-error',
      session: await t.session(),
      bodies: BODIES,
      codes: CODES[t.era],
      what: 'no JSON',
    }),
);
