/**
 * Runs `work` over `items`, at most `width` at a time. Whenever a place is free, the item with the lowest `cost` is
 * taken, the first of equals; one without a cost cannot start now and waits until another has ended.
 */
export async function runConcurrently<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
  o: { stopped: () => boolean; cost?: (item: T) => number | undefined },
): Promise<void> {
  const left = new Set(items);
  const running = new Set<Promise<void>>();
  const next = (): T | undefined => {
    let best: { item: T; cost: number } | undefined;
    for (const item of left) {
      const cost = o.cost === undefined ? 0 : o.cost(item);
      if (cost !== undefined && (best === undefined || cost < best.cost)) best = { item, cost };
      if (best?.cost === 0) break;
    }
    return best?.item;
  };
  while (left.size > 0 && !o.stopped()) {
    const item = running.size < Math.max(1, width) ? next() : undefined;
    if (item === undefined) {
      if (running.size === 0) throw new Error('nothing runs and nothing can start');
      await Promise.race(running);
      continue;
    }
    left.delete(item);
    const job = work(item).finally(() => running.delete(job));
    running.add(job);
  }
  await Promise.all(running);
}
