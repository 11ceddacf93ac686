import { judgeAccepted } from '../support/accepted.js';
import { greet } from '../support/http-greet.js';
import { defineBindingScenario } from '../scenario.js';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A response to nothing gets 202 without a body, or an error status',
    requirements: ['http.response-accepted'],
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, ['http.response-accepted']);
    if (client === undefined) return;
    judgeAccepted(t, 'http.response-accepted', await client.post(client.response('never-asked')));
  },
);
