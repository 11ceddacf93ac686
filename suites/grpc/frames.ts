import { withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';
import { isObject } from '../../adapters/json.js';

const REQUIREMENT = 'grpc.frame-one-message';

export default defineBindingScenario(
  'grpc',
  { title: 'Every frame is one message', requirements: [REQUIREMENT], isolation: 'shared' },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const first = client.knock();
      await first.answer();
      const list = client.request('tools/list');
      const { exchange } =
        client.connection.mode === 'bidi'
          ? ((await client.session()) ?? first)
          : { exchange: client.send(list) };
      if (client.connection.mode === 'bidi') exchange.send(list);
      await client.answer(exchange, list.id);
      for (const message of [...first.exchange.messages, ...exchange.messages])
        t.satisfies(
          REQUIREMENT,
          message.text,
          () =>
            [message.json().value]
              .flat(t.revision === '2025-03-26' ? 1 : 0)
              .every((each) => isObject(each) && each['jsonrpc'] === '2.0'),
          'one JSON-RPC message',
        );
    }),
);
