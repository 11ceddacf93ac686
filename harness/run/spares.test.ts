import { describe, expect, it } from '@jest/globals';
import { Spares } from './spares.js';
import type { OpenConnection } from './transport-target.js';

/** Connections in the order in which they were opened. */
function makeSpares() {
  let opened = 0;
  const spares = new Spares(async () => ({ number: ++opened }) as unknown as OpenConnection);
  const take = async (): Promise<number> => ((await spares.take()) as unknown as { number: number }).number;
  return { spares, take, opened: () => opened };
}

describe('connections that are opened ahead', () => {
  it('are none before the first is taken, then one at a time, and none too many', async () => {
    const { spares, take, opened } = makeSpares();
    spares.expect(3);
    expect(opened()).toBe(0);
    expect(await take()).toBe(2);
    expect(opened()).toBe(2);
    expect([await take(), await take()]).toEqual([1, 3]);
    expect(opened()).toBe(3);
  });

  it('are as many at once as are asked for, and handed out at the end', async () => {
    const { spares, take, opened } = makeSpares();
    for (let index = 0; index < 5; index++) spares.expect(1);
    spares.keepReady(2);
    expect(opened()).toBe(2);
    expect(await take()).toBe(1);
    expect(opened()).toBe(3);
    expect(await spares.drain()).toHaveLength(2);
    expect(await take()).toBe(4);
    expect(opened()).toBe(4);
  });

  it('are replaced by another where they failed', async () => {
    let tries = 0;
    const spares = new Spares(async () => {
      tries += 1;
      if (tries === 1) throw new Error('no');
      return {} as OpenConnection;
    });
    spares.expect(1);
    spares.keepReady(1);
    await spares.take();
    expect(tries).toBe(2);
  });
});

it('opens ahead for those who are expected, whoever came before unexpected', async () => {
  const { spares, take, opened } = makeSpares();
  expect([await take(), await take()]).toEqual([1, 2]);
  spares.expect(1);
  spares.fill();
  expect(opened()).toBe(3);
  expect(await take()).toBe(3);
});
