import { expect, it, jest } from '@jest/globals';
import { CellLoad } from './cell-load.js';
import type { WorkPlace } from './concurrency.js';
import type { PlannedCase } from './plan.js';

const one = { transport: 'stdio', revision: '2025-11-25', scenario: { needs: {} } } as unknown as PlannedCase;

it('gives a cell to others only where a case waits for longer than a start takes', async () => {
  jest.useFakeTimers();
  let stirred = 0;
  const place: WorkPlace = { yieldDuring: (wait) => wait, stir: () => void (stirred += 1), touch: () => {} };
  const load = new CellLoad(
    {
      size: 1,
      isSlow: false,
      find: () => ({ pool: { perRequest: false, isOneServerEach: true }, roles: { isLooking: false } }),
    },
    1,
  );
  let end: () => void = () => undefined;
  const held = load.hold(one, async () => {
    await load.yielding(one, place).yieldDuring(new Promise<void>((resolve) => (end = resolve)));
    expect(load.cost(one)).toBeUndefined();
  });
  jest.advanceTimersByTime(200);
  expect([load.cost(one), stirred]).toEqual([undefined, 0]);
  jest.advanceTimersByTime(200);
  expect([load.cost(one), stirred]).toEqual([0, 1]);
  end();
  await held;
  expect(load.cost(one)).toBe(0);
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

it('begins last what would wait until it is known who plays its role', () => {
  const roles = { isLooking: true };
  const load = new CellLoad(
    { size: 1, isSlow: false, find: () => ({ pool: { perRequest: false, isOneServerEach: true }, roles }) },
    2,
  );
  const playing = { ...one, scenario: { needs: { role: 'slow' } } } as unknown as PlannedCase;
  expect(load.cost(playing)).toBeGreaterThan(load.cost(one) ?? 0);
  roles.isLooking = false;
  expect(load.cost(playing)).toBe(load.cost(one));
});
