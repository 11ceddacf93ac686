import { withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = ['grpc.status-number', 'grpc.status-message-encoded'] as const;
const ENCODED = /^(?:[\x20-\x24\x26-\x7e]|%[0-9A-Fa-f]{2})*$/;

export default defineBindingScenario(
  'grpc',
  {
    title: 'A status is a number, and its message is ASCII',
    requirements: REQUIREMENTS,
    isolation: 'shared',
  },
  (t) =>
    withClient(t, REQUIREMENTS, async (client) => {
      const [, service = ''] = client.connection.path.split('/');
      const metadata = client.metadataOf(client.handshakeReply());
      const calls = [
        client.knock({ open: false }).exchange,
        client.call({ messages: [Buffer.from([0xff, 0xff, 0xff])], metadata }),
        // What is not there may be repeated in the message.
        client.call({ path: `/${service}/Mcptc%25%C3%A9`, messages: [client.handshakeReply()] }),
      ];
      for (const exchange of calls) {
        await client.isOver(exchange);
        const status = exchange.trailer('grpc-status');
        const said = exchange.trailer('grpc-message');
        if (status.value !== undefined)
          t.satisfies(
            'grpc.status-number',
            status,
            (text) => /^(?:0|[1-9]\d*)$/.test(text ?? ''),
            'a decimal number',
          );
        if (said.value !== undefined)
          t.satisfies(
            'grpc.status-message-encoded',
            said,
            (text) => ENCODED.test(text ?? ''),
            'printable ASCII, and % before two digits only',
          );
      }
    }),
);
