import { defineScenario } from '../../scenario.js';
import { callTool } from '../../support/tool-calls.js';
import { isRequest } from '../../../adapters/json-rpc.js';

/** Calls that would have made a server of the legacy era ask its client. */
const TEMPTING = [
  'test_input_required_result_elicitation',
  'test_input_required_result_sampling',
  'test_input_required_result_list_roots',
] as const;

export default defineScenario(
  {
    title: 'The server sends no requests of its own',
    requirements: ['patterns.no-server-requests'],
    needs: { capabilities: ['tools'], tools: TEMPTING },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    for (const tool of TEMPTING) await callTool(session, tool).reply();
    await t.absent('patterns.no-server-requests', {
      session,
      match: ({ document }) => isRequest(document),
      what: 'request of the server',
    });
  },
);
