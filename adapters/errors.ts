/**
 * The base of all errors of this package. Each has a `code` that stays the same between versions. A program asks with
 * `isConformanceError` and not with `instanceof`: where the package is installed twice, there are two of each class.
 */

/** What each code means. A code is never given a second meaning. */
export const ERROR_CODES = {
  usage: 'A target, an option or a file cannot be used as it is.',
  connect: 'The target, or what has to run it, could not be reached or started.',
  harness: 'The run itself failed, not the target.',
  unanswered: 'A request was not answered.',
  refused: 'The server answered the opening request with an error.',
  'cannot-say': 'The binding has no way to say this, or to see the reply.',
  'not-typed': 'The typed gRPC service has no place for this.',
  'own-message': 'A message of the harness broke the wire contract.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** The same symbol in every copy of the package. */
const BRAND: unique symbol = Symbol.for('mcp-transport-conformance.error');

/** What all errors of this package have in common. */
export abstract class ConformanceError extends Error {
  abstract readonly code: ErrorCode;
  /** What to do next, in one sentence. */
  readonly next: string | undefined;

  constructor(message: string, next?: string, options?: { cause?: unknown }) {
    super(message, options);
    this.next = next;
  }

  get [BRAND](): true {
    return true;
  }
}

/**
 * Whether an error is one of this package, of whichever copy; with a code, whether it is that one.
 *
 * @example
 * try {
 *   await conformance({ command: ['node', 'server.js'] });
 * } catch (error) {
 *   if (!isConformanceError(error, 'usage')) throw error;
 *   console.error(error.message, error.next);
 * }
 */
export function isConformanceError<C extends ErrorCode>(
  error: unknown,
  code?: C,
): error is ConformanceError & { readonly code: C } {
  if (typeof error !== 'object' || error === null || !(BRAND in error)) return false;
  return code === undefined || (error as Partial<ConformanceError>).code === code;
}
