/** The error for mistakes of the user, which ends the command line with exit code 2. */
import { ConformanceError, isConformanceError } from '../../adapters/errors.js';

/** A mistake of the user's, in words for the user. The command line prints it and exits 2. */
export class UsageError extends ConformanceError {
  override readonly name = 'UsageError';
  readonly code = 'usage';

  static is(error: unknown): error is UsageError {
    return isConformanceError(error, 'usage');
  }
}
