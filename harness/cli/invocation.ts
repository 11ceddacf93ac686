/** What a command's action gets beside its own arguments, and where it leaves its exit code. */
export interface Invocation {
  /** What stands after `--`: the command of the stdio target. */
  readonly command: readonly string[] | undefined;
  exit(code: ExitCode): void;
}

/** 0 conforms; 1 does not; 2 usage, or nothing was decided; 3 our fault, or the target never came up. */
export type ExitCode = 0 | 1 | 2 | 3;
