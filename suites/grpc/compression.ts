import { observeStatus, withClient } from '../support/grpc-client.js';
import { BELOW, isOfLibrary, isUnimplemented, tryUnknownEncoding } from '../support/grpc-library.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.unknown-encoding';
const LIBRARY = 'grpc.library-unknown-encoding';
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
      const unknown = await tryUnknownEncoding(client, ENCODING);
      if (isOfLibrary(unknown, 'encoding')) {
        t.satisfies(LIBRARY, observeStatus(unknown), () => false, 'the status UNIMPLEMENTED, of a library');
        return t.notApplicable(REQUIREMENT, BELOW);
      }
      if (unknown.status !== undefined)
        t.satisfies(LIBRARY, unknown.status, () => true, 'no status that a library is known for');
      await client.judgeEnd(t, REQUIREMENT, unknown, isUnimplemented);
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
