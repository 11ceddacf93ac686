/** What is known of why a target could not be tested. */
export interface Diagnosis {
  readonly cause: string;
  /** Credentials are cut out, and so is what is too long; it is escaped where it is shown. */
  readonly said: readonly string[];
  /** One step that the reader can take. */
  readonly next: string;
}
