import { withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.reserved-names-unused';
/** What gRPC and its libraries have of them. */
const KNOWN = new Set(
  (
    'grpc-status grpc-message grpc-encoding grpc-accept-encoding grpc-timeout grpc-message-type ' +
    'grpc-status-details-bin grpc-retry-pushback-ms grpc-previous-rpc-attempts grpc-server-stats-bin ' +
    'grpc-trace-bin grpc-tags-bin'
  ).split(' '),
);

export default defineBindingScenario(
  'grpc',
  {
    title: 'Metadata of the server keeps away from the names of gRPC',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const [, service = ''] = client.connection.path.split('/');
      const served = client.knock();
      await served.answer();
      served.exchange.end();
      const refused = client.call({ path: `/${service}/McptcUnknown`, messages: [client.handshakeReply()] });
      for (const exchange of [served.exchange, refused]) {
        await client.isOver(exchange);
        t.satisfies(
          REQUIREMENT,
          exchange.metadataNames(),
          (names) => names.every((name) => !name.startsWith('grpc-') || KNOWN.has(name)),
          'no names beginning with grpc- but those of gRPC',
        );
      }
    }),
);
