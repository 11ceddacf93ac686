import { endsWith, withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.notification-call-empty';
const OK = 0;

export default defineBindingScenario(
  'grpc',
  {
    title: 'A notification gets nothing back',
    requirements: [REQUIREMENT],
    revisions: { era: 'modern' },
    isolation: 'shared',
  },
  (t) =>
    withClient(
      t,
      [REQUIREMENT],
      async (client) => {
        const { id: _, ...notification } = client.request('notifications/mcptc/unknown');
        const metadata = { 'mcp-protocol-version': t.revision };
        const exchange = client.send(notification, { metadata });
        await client.judgeEnd(t, REQUIREMENT, exchange, endsWith('OK', OK));
        for (const { text } of exchange.messages) t.satisfies(REQUIREMENT, text, () => false, 'no message');
      },
      'call',
    ),
);
