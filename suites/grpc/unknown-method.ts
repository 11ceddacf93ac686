import { endsWith, withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.unknown-method-status';
const UNIMPLEMENTED = 12;

export default defineBindingScenario(
  'grpc',
  { title: 'An unknown RPC is refused as such', requirements: [REQUIREMENT], isolation: 'shared' },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const [, service = ''] = client.connection.path.split('/');
      for (const path of [`/${service}/McptcUnknown`, '/mcptc.Unknown/Call']) {
        const exchange = client.call({ path, messages: [client.handshakeReply()] });
        await client.judgeEnd(t, REQUIREMENT, exchange, endsWith('UNIMPLEMENTED', UNIMPLEMENTED));
      }
    }),
);
