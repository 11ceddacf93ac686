import type { Reply } from '../../session.js';
import { defineScenario } from '../../scenario.js';
import { callTool } from '../../support/tool-calls.js';
import { isInputDemand, listInputRequests, retry } from '../../support/input.js';

const TOOL = 'test_input_required_result_elicitation';

/** Under whatever keys: the server makes them up, for each demand anew if it likes. */
const asksForInput = (demand: Reply) => Object.keys(listInputRequests(demand)).length > 0;

export default defineScenario(
  {
    title: 'Input that is missing is asked for again, and input that is no map is an error',
    requirements: ['mrtr.missing-input-asked-again', 'mrtr.malformed-input-error'],
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    const params = { name: TOOL, arguments: {} };
    const demand = await callTool(session, TOOL).reply();
    if (!isInputDemand(demand.result) || !asksForInput(demand)) {
      t.notVerified('mrtr.missing-input-asked-again', `ask for input in ${TOOL}`);
      return t.notVerified('mrtr.malformed-input-error', `ask for input in ${TOOL}`);
    }
    const again = await retry(session, 'tools/call', params, demand, {}).reply();
    t.satisfies(
      'mrtr.missing-input-asked-again',
      again.at(again.isError ? '/error' : '/result'),
      () => isInputDemand(again.result) && asksForInput(again),
      'input_required with an input request',
    );
    const malformed = session.compose('tools/call', { ...params, inputResponses: 'not a map' });
    const refused = await session.raw(malformed).reply();
    t.satisfies('mrtr.malformed-input-error', refused.at(''), () => refused.isError, 'a JSON-RPC error');
  },
);
