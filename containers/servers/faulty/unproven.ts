/** The requirements that no fault is able to break, each with the reason. */
import type { RequirementId } from '../../../suites/requirements/index.js';

const CONTAINER =
  'only a container can be starved or taken off its network: harness/containers/broken.test.ts flips it';

const GATEWAY = 'only a gateway has servers behind it: harness/upstream.test.ts flips it';

const TYPED =
  'only the typed gRPC service has it: a fault of rows/google.ts flips it in harness/grpc-google.test.ts';

/** Requirements that no fault here can flip, with the reason. Everything else has to have one. */
export const unproven: Readonly<Partial<Record<RequirementId, string>>> = {
  'robustness.short-of-memory': CONTAINER,
  'robustness.short-of-cpu': CONTAINER,
  'robustness.short-of-processes': CONTAINER,
  'robustness.serves-after-disconnect': CONTAINER,
  'grpc.refusal-status': TYPED,
  'google.list-or-unimplemented': TYPED,
  'google.content-of-one-kind': TYPED,
  'google.prompt-message-of-one-kind': TYPED,
  'google.contents-of-one-kind': TYPED,
  'google.input-request-of-one-kind': TYPED,
  'google.form-field-of-one-kind': TYPED,
  'google.form-message': TYPED,
  'google.priority-in-range': TYPED,
  'google.result-type-set': TYPED,
  'google.health-registered': TYPED,
  'google.version-repeated': TYPED,
  'google.version-refused': TYPED,
  'google.version-optional': TYPED,
  'robustness.google-routing-differs': TYPED,
  'robustness.google-message-near-4-mib': TYPED,
  'robustness.google-calls-not-mixed': TYPED,
  'robustness.google-blobs-alike': TYPED,
  'apart.upstreams': GATEWAY,
  'http.token-not-passed-through': GATEWAY,
};
