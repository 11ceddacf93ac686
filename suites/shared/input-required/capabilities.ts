import { defineScenario } from '../../scenario.js';
import { callTool } from '../../support/tool-calls.js';
import { listInputRequests, judgeDemand } from '../../support/input.js';

const TOOL = 'test_input_required_result_capabilities';

export default defineScenario(
  {
    title: 'A tool asks only for what the client of this request can do',
    requirements: ['mrtr.requests-or-state', 'mrtr.request-kinds', 'mrtr.only-declared'],
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const ask = async (declared: readonly string[]) => {
      const capabilities = Object.fromEntries(declared.map((name) => [name, {}]));
      return callTool(await t.session({ capabilities }), TOOL).reply();
    };
    let asks = true;
    for (const declared of [['elicitation'], ['sampling']])
      if (!judgeDemand(t, TOOL, await ask(declared), declared)) asks = false;
    // Only a tool that asks those who can shows that it spares a client without capabilities.
    if (!asks) return;
    const reply = await ask([]);
    t.satisfies(
      'mrtr.only-declared',
      reply.at(reply.isError ? '/error' : '/result'),
      () => Object.keys(listInputRequests(reply)).length === 0,
      'no input requests to a client without capabilities',
    );
  },
);
