import { waitForEnd, withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.deadline-ends-call';
/** What the server is told, and how long it may take over it, in milliseconds. */
const DEADLINE = { 'grpc-timeout': '500m' };
const GRACE_MS = 3_000;

export default defineBindingScenario(
  'grpc',
  { title: 'A deadline that passes ends the call', requirements: [REQUIREMENT], isolation: 'shared' },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      // Both would stay open by themselves.
      const waiting =
        client.connection.mode === 'bidi'
          ? client.handshakeReply()
          : client.request('subscriptions/listen', { notifications: { toolsListChanged: true } });
      const exchange = client.send(waiting, { metadata: DEADLINE });
      await exchange.message(0, GRACE_MS);
      await waitForEnd(exchange, GRACE_MS);
      if (exchange.status?.value === 0) {
        t.notVerified(REQUIREMENT, 'offer a call that lasts longer than a deadline');
        return;
      }
      t.satisfies(
        REQUIREMENT,
        exchange.how ?? exchange.header(':status'),
        () => exchange.how !== undefined,
        `the end of a call after its deadline of ${DEADLINE['grpc-timeout'].slice(0, -1)} ms`,
      );
    }),
);
