/** Milliseconds after which a hostile server ends, whatever happens. */
const LIFETIME = 120_000;
/** Milliseconds between two looks at whether the parent is still there. */
const LOOK = 500;

/** Hostile to its client, harmless to the machine: ends with its parent, its output, or its time. */
export function limitLifetime(): void {
  const parent = process.ppid;
  setTimeout(() => process.exit(0), LIFETIME).unref();
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, LOOK);
  process.stdout.on('error', () => process.exit(0));
}

export function endWithInput(): void {
  process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0));
  process.stdin.resume();
}
