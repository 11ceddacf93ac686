/** The error that is thrown when the harness itself fails. */
import { ConformanceError } from '../../adapters/errors.js';

/** The run itself failed, not the target: an error of this package. `cause` is what was thrown. */
export class HarnessError extends ConformanceError {
  override readonly name = 'HarnessError';
  readonly code = 'harness';
}
