/** SIGINT, SIGTERM and SIGHUP during a run: the first ends it early, the second leaves at once. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds for children to end once a second signal says that there is no more waiting. */
const LAST_GRACE = 1_000;

const leave = (): never => process.exit(2);

/**
 * The first signal aborts the run, so that it ends with what it has; the second ends the target and then us. Exit code 2
 * then: nothing was decided. SIGHUP says that the terminal is gone: what is written there is lost, the result is not.
 */
export function watchSignals(target: { stop(): Promise<void> }): { signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (!controller.signal.aborted) {
      process.stderr.write(`\nmcptc: ${name}: ending with what is there; once more to leave at once\n`);
      controller.abort(new Error(name));
      return;
    }
    setTimeout(leave, LAST_GRACE);
    void target.stop().then(leave);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    done: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
