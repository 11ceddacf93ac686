import { endsWith, withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.unknown-encoding';
const LIBRARY = 'grpc.library-unknown-encoding';
/** How C-core (Python, C++, Ruby, PHP) refuses it, below every server: grpc/grpc#36770. */
const CORE = /^Error parsing 'grpc-encoding' metadata/;
const INTERNAL = 13;
const UNIMPLEMENTED = 12;
const ENCODING = 'mcptc';

export default defineBindingScenario(
  'grpc',
  {
    title: 'A compression that cannot be undone is refused as such',
    requirements: [REQUIREMENT, LIBRARY],
    isolation: 'shared',
  },
  (t) =>
    withClient(t, [REQUIREMENT, LIBRARY], async (client) => {
      const unknown = client.knock({
        compressed: true,
        metadata: { 'grpc-encoding': ENCODING },
      }).exchange;
      await client.isOver(unknown);
      const said = unknown.trailer('grpc-message').value ?? '';
      if (unknown.status?.value === INTERNAL && CORE.test(said)) {
        t.satisfies(LIBRARY, unknown.status, () => false, 'the status UNIMPLEMENTED, of a library');
        return t.notApplicable(
          REQUIREMENT,
          'the gRPC library below the server refuses it, and not as it should',
        );
      }
      if (unknown.status !== undefined)
        t.satisfies(LIBRARY, unknown.status, () => true, 'no status that a library is known for');
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
