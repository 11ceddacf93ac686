// Runs one command for the other scripts, and shows its output.
import { execFileSync } from 'node:child_process';

/** Runs a command without a shell and shows what it says. Throws where it fails. */
export const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
