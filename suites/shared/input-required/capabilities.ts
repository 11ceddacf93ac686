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
    for (const declared of [['elicitation'], ['sampling'], []] as const) {
      const capabilities = Object.fromEntries(declared.map((name) => [name, {}]));
      const session = await t.session({ capabilities });
      const reply = await callTool(session, TOOL).reply();
      if (declared.length > 0) judgeDemand(t, TOOL, reply, declared);
      else {
        t.satisfies(
          'mrtr.only-declared',
          reply.at('/result/inputRequests'),
          () => Object.keys(listInputRequests(reply)).length === 0,
          'no input requests to a client without capabilities',
        );
      }
    }
  },
);
