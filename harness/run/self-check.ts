/** Holds our own messages against the wire contract: an invalid one is a fault of ours. */
import { ConformanceError } from '../../adapters/errors.js';
import type { SelfCheck } from '../session/session.js';
import type { Contract } from '../wire/index.js';

/** A message of ours that is not valid: our fault, never the target's. */
export class InvalidMessageError extends ConformanceError {
  override readonly name = 'InvalidMessageError';
  readonly code = 'own-message';
}

/** Holds what we mean to be valid against the wire contract. */
export const selfCheck = (
  contract: Contract,
  fault: (error: Error) => void,
  { until, alone }: Pick<SelfCheck, 'until' | 'alone'> = {},
): SelfCheck => ({
  ...(until === undefined ? {} : { until }),
  ...(alone === undefined ? {} : { alone }),
  fault,
  sent(document) {
    const [violation] = contract.validate({ sender: 'client', document });
    if (violation === undefined) return;
    fault(
      new InvalidMessageError(
        `the harness sent an invalid message: ${violation.message} at ${violation.pointer}`,
      ),
    );
  },
});
