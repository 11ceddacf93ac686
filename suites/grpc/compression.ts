import { observeStatus, waitForEnd, withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.unknown-encoding';
const UNIMPLEMENTED = 12;
const ENCODING = 'mcptc';

export default defineBindingScenario(
  'grpc',
  {
    title: 'A compression that cannot be undone is refused as such',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const unknown = client.knock({
        compressed: true,
        metadata: { 'grpc-encoding': ENCODING },
      }).exchange;
      await waitForEnd(unknown);
      t.equal(REQUIREMENT, observeStatus(unknown), UNIMPLEMENTED);
      for (const accepted of [
        unknown.header('grpc-accept-encoding'),
        unknown.trailer('grpc-accept-encoding'),
      ])
        t.satisfies(
          REQUIREMENT,
          accepted,
          (names) => names?.split(/\s*,\s*/).includes(ENCODING) !== true,
          `a grpc-accept-encoding without ${ENCODING}`,
        );
    }),
);
