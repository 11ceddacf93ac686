import { greet, judgeRefusal } from '../support/http-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.unknown-method-status';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'An unknown method gets 404 and "method not found"',
    requirements: [REQUIREMENT],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    // A 404 of another making, such as a wrong path, would meet the probe as well.
    if (!(await client.serves(client.probe()))) {
      return t.notVerified(REQUIREMENT, 'answer `server/discover`');
    }
    judgeRefusal(
      t,
      REQUIREMENT,
      await client.post(client.request('conformance/no-such-method')),
      404,
      -32601,
    );
  },
);
