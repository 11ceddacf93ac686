import { withClient } from '../support/grpc-client.js';
import { SLOW_TOOLS, SlowCall, WORK_MS } from '../support/grpc-slow.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.cancel-reaches-tool';
const OCTETS = Buffer.from('6d637074632d6361', 'hex');
/** Milliseconds of its work by which the server must have read the cancellation, for all that comes of it to count. */
const HEARD_MS = (WORK_MS * 3) / 4;

export default defineBindingScenario(
  'grpc',
  {
    title: 'A call that is cancelled stops its tool',
    requirements: [REQUIREMENT],
    needs: { tools: SLOW_TOOLS },
    isolation: 'exclusive',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const wire = client.connection.wire();
      try {
        const slow = await SlowCall.begin(t, client, wire);
        if (slow === undefined) return t.notVerified(REQUIREMENT, 'open two sessions');
        await slow.isTaken();
        slow.exchange.cancel();
        // Frames of one connection are read in their order: the cancellation came before what is acknowledged.
        const pong = await wire.ping(OCTETS, t.requestTimeoutMs);
        const heardMs = slow.ageMs;
        const outcome = await t.wait(slow.outcome());
        if (outcome === undefined || !['done', 'stopped'].includes(outcome.state))
          return t.notVerified(
            REQUIREMENT,
            'have test_slow at work when it is cancelled, and say what became of it',
          );
        const wasHeard = pong.value === OCTETS.toString('hex') && heardMs < HEARD_MS;
        if (outcome.state === 'done' && !wasHeard)
          return t.notVerified(REQUIREMENT, 'read a cancellation while test_slow is at work');
        t.satisfies(
          REQUIREMENT,
          outcome.seen,
          () => outcome.state === 'stopped',
          `a tool that was stopped: its call was cancelled within ${Math.round(heardMs)} of the ${WORK_MS} ms that it takes`,
        );
      } finally {
        wire.drop();
      }
    }),
);
