import { defineScenario } from '../../scenario.js';
import { judgeRefusals } from '../../support/malformed.js';

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
    await judgeRefusals(t, {
      requirement: 'jsonrpc.invalid-request',
      session,
      bodies: [
        { id: 'no text', body: { ...valid('no text'), method: 42 } },
        { id: 'no version', body: { ...valid('no version'), jsonrpc: '1.0' } },
        // Last, as it looks like a response: a server may pass it over, and nothing is told apart after that.
        { id: 'no method', body: withoutMethod },
      ],
      codes: CODES[t.era],
      what: 'no request',
    });
  },
);
