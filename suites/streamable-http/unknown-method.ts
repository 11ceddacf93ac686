import { greetAndProbe } from '../support/http-greet.js';
import { judgeRefusal } from '../support/http-judge.js';
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
    // A 404 of another making, such as a wrong path, would meet the probe as well.
    const client = await greetAndProbe(t, [REQUIREMENT], 'answer `server/discover`');
    if (client === undefined) return;
    judgeRefusal(
      t,
      REQUIREMENT,
      await client.post(client.request('conformance/no-such-method')),
      404,
      -32601,
    );
  },
);
