import { settledWithin } from '../../adapters/wait.js';
import { withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';
import { isObject } from '../../adapters/json.js';

const REQUIREMENT = 'grpc.listen-holds-call';
const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';
/** Milliseconds for the acknowledgement, and for which the call has to stay open after it. */
const ANSWER_MS = 5_000;
const HELD_MS = 500;

export default defineBindingScenario(
  'grpc',
  {
    title: 'A subscription holds its call open',
    requirements: [REQUIREMENT],
    revisions: { era: 'modern' },
    needs: { capabilities: ['tools.listChanged'] },
    isolation: 'shared',
  },
  (t) =>
    withClient(
      t,
      [REQUIREMENT],
      async (client) => {
        const notifications = { toolsListChanged: true };
        const exchange = client.send(client.request('subscriptions/listen', { notifications }));
        const first = (await exchange.message(0, ANSWER_MS))?.json();
        if (first === undefined || !isObject(first.value) || first.value['method'] !== ACKNOWLEDGED) {
          t.notVerified(REQUIREMENT, 'acknowledge a subscription');
          return;
        }
        await t.wait(settledWithin(exchange.ended, HELD_MS));
        t.satisfies(REQUIREMENT, exchange.how ?? first, () => exchange.how === undefined, 'an open call');
      },
      'call',
    ),
);
