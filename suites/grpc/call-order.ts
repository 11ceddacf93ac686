import { endsWith, withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';
import { isNotification } from '../../adapters/json-rpc.js';
import { META } from '../../adapters/mcp.js';

const REQUIREMENTS = ['grpc.call-response-last', 'grpc.call-ends-ok'] as const;
/** Fixtures that say something before they answer. */
const TALKATIVE = ['test_tool_with_progress', 'test_tool_with_logging'];
const OK = 0;

export default defineBindingScenario(
  'grpc',
  {
    title: 'A call ends with its one response and OK',
    requirements: REQUIREMENTS,
    revisions: { era: 'modern' },
    isolation: 'shared',
  },
  (t) =>
    withClient(
      t,
      REQUIREMENTS,
      async (client) => {
        const calls = (await t.safeCalls()).filter(({ name }) => TALKATIVE.includes(name));
        const requests = [
          client.handshakeReply(),
          client.request('mcptc/unknown'),
          ...calls.map(({ name, arguments: given }) =>
            client.request('tools/call', {
              name,
              arguments: given,
              _meta: { progressToken: name, [META.logLevel]: 'debug' },
            }),
          ),
        ];
        for (const request of requests) {
          const exchange = client.send(request);
          const { message } = await client.answer(exchange, request.id);
          // A call that takes longer than we wait has not been answered yet: nothing to say about its end.
          if (message === undefined) continue;
          await client.judgeEnd(t, 'grpc.call-ends-ok', exchange, endsWith('OK', OK));
          const documents = exchange.messages.map((each) => each.json());
          for (const [index, seen] of documents.entries())
            t.satisfies(
              'grpc.call-response-last',
              seen,
              (value) => isNotification(value) === index < documents.length - 1,
              'notifications, and then one response',
            );
        }
      },
      'call',
    ),
);
