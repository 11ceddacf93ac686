#!/usr/bin/env node
/** The executable `mcptc`: runs the command line and exits, even with handles still open. */
import { runProgram } from './program.js';

process.exitCode = await runProgram(process.argv.slice(2));
// A target that misbehaves must not keep us alive through a handle that nobody thought of; what was written is out.
await Promise.all(
  [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
  ),
);
process.exit();
