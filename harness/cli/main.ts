#!/usr/bin/env node
/** The executable `mcptc`: runs the command line and exits, even with handles still open. */
import { endWriting, watchWriting } from './streams.js';

const lost = watchWriting();
try {
  // Loaded where its failure is told: too few files may be open for it.
  const { runProgram } = await import('./program.js');
  process.exitCode = await runProgram(process.argv.slice(2));
} catch (error) {
  const { reportError } = await import('./report-error.js');
  process.exitCode = reportError(error);
}
// A target that misbehaves must not keep us alive through a handle that nobody thought of; what was written is out.
await endWriting();
if (lost.stdout !== undefined) {
  process.stderr.write(`mcptc: standard output could not be written: ${lost.stdout.message}\n`);
  // What nobody can read is no success.
  process.exitCode = 2;
  await endWriting();
}
process.exit();
