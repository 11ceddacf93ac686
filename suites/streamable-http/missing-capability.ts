import { greet } from '../support/http-greet.js';
import { judgeRefusal } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.missing-capability-status';
const TOOL = 'test_missing_capability';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A request that needs an undeclared capability gets 400 and says so',
    requirements: [REQUIREMENT],
    needs: { tools: [TOOL] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    const params = { name: TOOL, arguments: {} };
    const everything = { sampling: {}, elicitation: {}, roots: {} };
    if (!(await client.serves(client.request('tools/call', params, everything)))) {
      return t.notVerified(REQUIREMENT, `serve \`${TOOL}\` to a client that declares every capability`);
    }
    judgeRefusal(t, REQUIREMENT, await client.post(client.request('tools/call', params)), 400, -32021);
  },
);
