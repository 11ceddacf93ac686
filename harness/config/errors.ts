/** A mistake of the user's, in words for the user. The command line prints it and exits 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** What to do next, in one sentence. */
  readonly next: string | undefined;
  constructor(message: string, next?: string, options?: { cause?: unknown }) {
    super(message, options);
    this.next = next;
  }
}
