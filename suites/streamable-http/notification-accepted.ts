import { greet } from '../support/http-greet.js';
import { judgeAccepted } from '../support/accepted.js';
import { defineBindingScenario } from '../scenario.js';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A notification gets 202 without a body, or an error status',
    requirements: ['http.notification-accepted'],
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const client = await greet(t, ['http.notification-accepted']);
    if (client === undefined) return;
    // To cancel what was never asked is harmless in every revision.
    const params = { requestId: 'never-asked', reason: 'there is no such request' };
    const exchange = await client.post(client.notification('notifications/cancelled', params));
    judgeAccepted(t, 'http.notification-accepted', exchange);
  },
);
