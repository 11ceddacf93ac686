import { describe, expect, it } from '@jest/globals';
import { runConcurrently, type Quiet } from './concurrency.js';

const stopped = () => false;

describe('runConcurrently', () => {
  it('runs everything, never more at a time than it may', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await runConcurrently(
      [1, 2, 3, 4, 5, 6, 7],
      3,
      async (item) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        done.push(item);
      },
      { stopped },
    );
    expect(new Set(done)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
    expect(done).toHaveLength(7);
    expect(most).toBe(3);
  });

  it('takes the cheapest first, and holds back what cannot start until something has ended', async () => {
    const order: string[] = [];
    const running = new Set<string>();
    await runConcurrently(
      ['a1', 'a2', 'b1'],
      2,
      async (item) => {
        order.push(item);
        running.add(item);
        await new Promise((resolve) => setImmediate(resolve));
        running.delete(item);
      },
      { stopped, cost: (item) => ([...running].some((r) => r[0] === item[0]) ? undefined : 0) },
    );
    expect(order).toEqual(['a1', 'b1', 'a2']);
  });

  it('starts nothing more once it is stopped', async () => {
    const order: number[] = [];
    let stop = false;
    await runConcurrently(
      [1, 2, 3],
      1,
      async (item) => {
        order.push(item);
        stop = item === 2;
      },
      { stopped: () => stop },
    );
    expect(order).toEqual([1, 2]);
  });

  it('says so where nothing runs and nothing can', async () => {
    await expect(runConcurrently([1], 1, async () => {}, { stopped, cost: () => undefined })).rejects.toThrow(
      'nothing can start',
    );
  });

  it('lets others work while one waits, and never more than it may', async () => {
    const order: string[] = [];
    let end!: () => void;
    const window = new Promise<void>((resolve) => {
      end = resolve;
    });
    await runConcurrently(
      ['waits', 'works', 'last'],
      1,
      async (item, place) => {
        order.push(`${item} begins`);
        if (item === 'waits') await place.yieldDuring(window);
        // The window ends while another one works, whose place is not free yet.
        if (item === 'works') {
          end();
          await new Promise((resolve) => setImmediate(resolve));
        }
        order.push(`${item} ends`);
      },
      { stopped },
    );
    expect(order).toEqual([
      'waits begins',
      'works begins',
      'works ends',
      'waits ends',
      'last begins',
      'last ends',
    ]);
  });

  it('gives a place back once where a wait fails', async () => {
    let most = 0;
    let running = 0;
    const failed = Promise.reject(new Error('over'));
    await runConcurrently(
      [1, 2, 3, 4],
      2,
      async (_, place) => {
        await expect(place.yieldDuring(failed)).rejects.toThrow('over');
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      },
      { stopped },
    );
    expect(most).toBe(2);
  });
});

describe('work that hears nothing', () => {
  const afterMs = 5;
  const rest = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

  /** Milliseconds that an item says nothing where it shows that no other begins. */
  const SILENCE_MS = 60;

  /** How many were under way at the same time, of items that wait until `enough` are, or a while. */
  async function widthOf(quiet: Omit<Quiet, 'afterMs'>, enough?: number): Promise<number> {
    let running = 0;
    let most = 0;
    let tell = (): void => {};
    const isEnough = new Promise<void>((resolve) => (tell = resolve));
    await runConcurrently(
      [1, 2, 3, 4, 5, 6],
      1,
      async () => {
        most = Math.max(most, ++running);
        if (running === enough) tell();
        await (enough === undefined ? rest(SILENCE_MS) : isEnough);
        running -= 1;
      },
      { stopped, quiet: { afterMs, ...quiet } },
    );
    return most;
  }

  it('gives its place to others where there is time to spare, and only to so many', async () => {
    expect(await widthOf({ most: 10, takeTime: () => true }, 4)).toBeGreaterThanOrEqual(4);
    expect(await widthOf({ most: 2, takeTime: () => true })).toBe(2);
    expect(await widthOf({ most: 10, takeTime: () => false })).toBe(1);
  });

  it('keeps its place while something is said or heard', async () => {
    let running = 0;
    let most = 0;
    await runConcurrently(
      [1, 2],
      1,
      async (_, place) => {
        most = Math.max(most, ++running);
        for (let turn = 0; turn < 10; turn++) {
          place.touch();
          await new Promise((resolve) => setImmediate(resolve));
        }
        running -= 1;
      },
      { stopped, quiet: { afterMs: 10_000, most: 10, takeTime: () => true } },
    );
    expect(most).toBe(1);
  });

  it('loses nothing where waits, silence and new work meet', async () => {
    let ended = 0;
    await runConcurrently(
      Array.from({ length: 40 }, (_, index) => index),
      2,
      async (item, place) => {
        for (let turn = 0; turn < 3; turn++) {
          if (item % 3 === 0) await place.yieldDuring(rest(item % 7));
          else await rest(item % 11);
          place.touch();
        }
        ended += 1;
      },
      { stopped, quiet: { afterMs: 2, most: 8, takeTime: () => true } },
    );
    expect(ended).toBe(40);
  });
});
