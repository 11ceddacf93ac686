import { withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.calls-independent';
const CALLS = 20;

export default defineBindingScenario(
  'grpc',
  {
    title: 'Calls at once do not know of each other',
    requirements: [REQUIREMENT],
    revisions: { era: 'modern' },
    isolation: 'shared',
  },
  (t) =>
    withClient(
      t,
      [REQUIREMENT],
      async (client) => {
        // The same id on all: it names the request of its call, and of no other.
        const request = client.request('server/discover');
        const exchanges = Array.from({ length: CALLS }, () => client.send(request));
        for (const exchange of exchanges) {
          const answer = await client.answer(exchange, request.id);
          if (!client.judgeResult(t, REQUIREMENT, exchange, answer, 'a result on every call')) return;
        }
      },
      'call',
    ),
);
