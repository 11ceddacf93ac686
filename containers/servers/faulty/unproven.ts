/** The requirements that no fault is able to break, each with the reason. */
import type { RequirementId } from '../../../suites/requirements/index.js';
import { googleFaults } from './rows/google.js';
import type { GoogleFault } from './rows/google-kinds.js';

const CONTAINER =
  'only a container can be starved or taken off its network: harness/containers/broken.test.ts flips it';

const GATEWAY = 'only a gateway has servers behind it: harness/upstream.test.ts flips it';

const TYPED =
  'only the typed gRPC service has it: a fault of rows/google.ts flips it in harness/grpc-google.test.ts';

/** What only the typed service can be wrong in, as far as a fault of its own shows that. */
const typed = Object.values<GoogleFault>(googleFaults)
  .map(({ requirement }) => requirement)
  .filter((id) => /^(?:robustness\.)?google[.-]|^grpc\.refusal-status$/.test(id));

/** Requirements that no fault here can flip, with the reason. Everything else has to have one. */
export const unproven: Readonly<Partial<Record<RequirementId, string>>> = {
  'robustness.short-of-memory': CONTAINER,
  'robustness.short-of-cpu': CONTAINER,
  'robustness.short-of-processes': CONTAINER,
  'robustness.serves-after-disconnect': CONTAINER,
  ...Object.fromEntries(typed.map((id) => [id, TYPED])),
  'apart.upstreams': GATEWAY,
  'http.token-not-passed-through': GATEWAY,
};
