import { observeEnd, withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.deadline-ends-call';
/** What the server is told, and how much later it may end the call, in milliseconds. */
const DEADLINE_MS = 500;
const GRACE_MS = 3_000;
/** Milliseconds of a tool that is at work for longer than both. */
const SLOW_MS = 5_000;
/** Milliseconds that timers of two machines may differ by. */
const EARLY_MS = 20;

export default defineBindingScenario(
  'grpc',
  { title: 'A deadline that passes ends the call', requirements: [REQUIREMENT], isolation: 'shared' },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      // The first two would stay open by themselves.
      const listen = { notifications: { toolsListChanged: true } };
      const slow = { name: 'test_slow', arguments: { ms: SLOW_MS } };
      const { mode, native } = client.connection;
      const waiting =
        mode === 'bidi'
          ? client.handshakeReply()
          : native === true
            ? client.request('tools/call', slow)
            : client.request('subscriptions/listen', listen);
      const exchange = client.send(waiting, { metadata: { 'grpc-timeout': `${DEADLINE_MS}m` } });
      const over = await client.isOver(exchange, DEADLINE_MS + GRACE_MS);
      const early = over === true && (exchange.tookMs ?? 0) < DEADLINE_MS - EARLY_MS;
      if (early || exchange.status?.value === 0)
        return t.notVerified(REQUIREMENT, 'offer a call that lasts longer than a deadline');
      if (over === undefined) return t.notVerified(REQUIREMENT, 'answer another call meanwhile');
      t.satisfies(
        REQUIREMENT,
        observeEnd(exchange),
        () => over,
        `the end of a call after its deadline of ${DEADLINE_MS} ms`,
      );
    }),
);
