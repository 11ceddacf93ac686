import { withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.grpc-many-calls';
const CALLS = 200;

export default defineBindingScenario(
  'grpc',
  {
    title: 'Many streams at once are all answered',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const calls = Array.from({ length: CALLS }, () => client.knock());
      for (const { exchange, answer } of calls) {
        const came = await answer();
        exchange.cancel();
        if (!client.judgeResult(t, REQUIREMENT, exchange, came, 'a result on every stream')) return;
      }
    }),
);
