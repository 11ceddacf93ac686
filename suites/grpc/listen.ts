import { observeEnd, withClient } from '../support/grpc-client.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';
import { isObject } from '../../adapters/json.js';
import { settledWithin } from '../../adapters/wait.js';

const REQUIREMENT = 'grpc.listen-holds-call';
const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';
/** Milliseconds for which the call has to stay open after its acknowledgement, until another one was answered. */
const HELD_MS = 1_000;

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
        const request = client.request('subscriptions/listen', { notifications });
        const exchange = client.send(request);
        const first = (await exchange.message(0, t.requestTimeoutMs))?.json();
        if (first === undefined || !isObject(first.value) || first.value['method'] !== ACKNOWLEDGED) {
          t.notVerified(REQUIREMENT, 'acknowledge a subscription');
          return;
        }
        await t.wait(settledWithin(exchange.ended, HELD_MS));
        const fence = await client.knock().answer();
        const said = exchange.messages.map((message) => message.json().value);
        // It may end one whenever it likes, by answering it.
        if (said.some((value) => isResult(value) && isObject(value) && value['id'] === request.id))
          t.notVerified(REQUIREMENT, 'keep a subscription for longer than a second');
        else if (exchange.how === undefined && fence.message === undefined)
          t.notVerified(REQUIREMENT, 'answer another call meanwhile');
        else
          t.satisfies(
            REQUIREMENT,
            exchange.how === undefined ? fence.seen : observeEnd(exchange),
            () => exchange.how === undefined,
            'an open call, until another one was answered',
          );
      },
      'call',
    ),
);
