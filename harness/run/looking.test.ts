import { expect, it } from '@jest/globals';
import type { RoleName } from '../../suites/roles.js';
import type { Look, Tried } from './look.js';
import { Looking } from './looking.js';

const tried = (name: string, ...did: RoleName[]): Tried => ({
  call: { name, arguments: {}, tool: {} },
  succeeded: true,
  did: new Set(did),
});

it('tells who plays a role before all have been tried, and that nobody does only afterwards', async () => {
  let resolve: (look: Look) => void = () => undefined;
  const promise = new Promise<Look>((done) => (resolve = done));
  let note: (one: Tried) => void = () => undefined;
  const looking = new Looking((onTried) => {
    note = onTried;
    return promise;
  });
  const asked = [looking.find('slow'), looking.find('slow')];
  const nobody = looking.find('logging');
  const quick = tried('quick');
  const slow = tried('slow', 'slow', 'progress');
  note(quick);
  note(slow);
  expect(await Promise.all([...asked, looking.find('progress')])).toEqual([slow, slow, slow]);

  const isOpen = await Promise.race([nobody.then(() => false), looking.find('slow').then(() => true)]);
  expect(isOpen).toBe(true);
  resolve({ tried: [quick, slow], untried: [] });
  expect(await nobody).toBeUndefined();
});

it('tells an error to whoever asks, and to nobody else', async () => {
  const looking = new Looking(() => Promise.reject(new Error('no such list')));
  await expect(looking.find('slow')).rejects.toThrow('no such list');
});
