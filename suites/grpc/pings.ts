import type { Observation } from '../../adapters/observation.js';
import { withClient } from '../support/grpc-client.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.pings-permitted';
/** More than a server need take that counts those of an idle connection. */
const PINGS = 6;

export default defineBindingScenario(
  'grpc',
  {
    title: 'A PING after each answer is permitted',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const wire = client.connection.wire();
      try {
        for (let count = 0; count < PINGS; count++) {
          const { answer } = client.knock({}, wire);
          if (!isResult((await answer()).document))
            return t.notVerified(REQUIREMENT, 'answer calls on a second connection');
          const seen = await wire.ping(Buffer.alloc(8, count), t.requestTimeoutMs);
          const { goneAway } = wire;
          if (goneAway?.value.code === 0) return t.notVerified(REQUIREMENT, 'keep a connection for so long');
          const goes = seen.value === Buffer.alloc(8, count).toString('hex');
          const expectation = `the connection to go on after PING ${count + 1}, each after an answer`;
          const told: Observation = goneAway ?? seen;
          if (!t.satisfies(REQUIREMENT, told, () => goes && goneAway === undefined, expectation)) return;
        }
      } finally {
        wire.drop();
      }
    }),
);
