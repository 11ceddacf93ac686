/** Whether the promise settled within `ms` milliseconds. Leaves no timer behind; `hurry` ends the wait at once. */
export function settledWithin(promise: Promise<unknown>, ms: number, hurry?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const decide = (settled: boolean) => {
      clearTimeout(timer);
      hurry?.removeEventListener('abort', giveUp);
      resolve(settled);
    };
    const giveUp = () => decide(false);
    const timer = setTimeout(giveUp, hurry?.aborted === true ? 0 : ms);
    hurry?.addEventListener('abort', giveUp, { once: true });
    promise.then(
      () => decide(true),
      () => decide(true),
    );
  });
}
