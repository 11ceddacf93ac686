import { withClient } from '../support/grpc-client.js';
import { SLOW_TOOLS, SlowCall, WORK_MS } from '../support/grpc-slow.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.deadline-reaches-tool';
/** What the server is told: longer than a handshake, and much shorter than the work. */
const DEADLINE_MS = 1_500;

export default defineBindingScenario(
  'grpc',
  {
    title: 'A deadline that passes stops the tool',
    requirements: [REQUIREMENT],
    needs: { tools: SLOW_TOOLS },
    isolation: 'exclusive',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const wire = client.connection.wire();
      try {
        // The server reckons with both, by one clock.
        const change = { metadata: { 'grpc-timeout': `${DEADLINE_MS}m` } };
        const slow = await SlowCall.begin(t, client, wire, change);
        if (slow === undefined) return t.notVerified(REQUIREMENT, 'open two sessions');
        await slow.isTaken();
        const outcome = await t.wait(slow.outcome());
        if (outcome === undefined || !['done', 'stopped'].includes(outcome.state))
          return t.notVerified(
            REQUIREMENT,
            'have test_slow at work before a deadline, and say what became of it',
          );
        t.satisfies(
          REQUIREMENT,
          outcome.seen,
          () => outcome.state === 'stopped',
          `a tool that was stopped: its call had a deadline of ${DEADLINE_MS} of the ${WORK_MS} ms that it takes`,
        );
      } finally {
        wire.drop();
      }
    }),
);
