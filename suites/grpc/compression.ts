import { endsWith, withClient } from '../support/grpc-client.js';
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
      await client.judgeEnd(t, REQUIREMENT, unknown, endsWith('UNIMPLEMENTED', UNIMPLEMENTED));
      // No sentence demands the list, only what it must not hold.
      for (const accepted of [
        unknown.header('grpc-accept-encoding'),
        unknown.trailer('grpc-accept-encoding'),
      ])
        if (accepted.value !== undefined)
          t.satisfies(
            REQUIREMENT,
            accepted,
            (names) => names?.split(/\s*,\s*/).includes(ENCODING) === false,
            `a grpc-accept-encoding without ${ENCODING}`,
          );
    }),
);
