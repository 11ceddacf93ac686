/** Standard output and standard error of the command line: what could not be written, and the end of writing. */

/** A reader that went away (`| head`) has read what it wanted. */
const GONE = 'EPIPE';

/** Notes the first failure of standard output that is not a reader who left. Nothing that is written ends the process. */
export function watchWriting(): { stdout?: Error } {
  const lost: { stdout?: Error } = {};
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== GONE) lost.stdout ??= error;
  });
  // What is said there is help; the exit code and standard output say what was found.
  process.stderr.on('error', () => undefined);
  return lost;
}

/** Settles once all that was written is out, or failed. */
export async function endWriting(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map((stream) =>
      stream.destroyed
        ? Promise.resolve()
        : new Promise<void>((resolve) => stream.write('', () => resolve())),
    ),
  );
}
