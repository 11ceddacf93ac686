import { expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';

const run = (reason: string) =>
  spawnSync(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { forgiveStrays } from ${JSON.stringify(new URL('./strays.js', import.meta.url).href)};
     import { Unanswered } from ${JSON.stringify(new URL('../session/exchange.js', import.meta.url).href)};
     const end = forgiveStrays();
     void Promise.reject(${reason});
     await end();
     console.log('went on', process.listenerCount('unhandledRejection'));`,
  ]);

it('goes on where nobody waits any more for what a target did not do', () => {
  const { stdout, status } = run("new Unanswered('nothing came', 'ended', [])");
  expect([stdout.toString().trim(), status]).toEqual(['went on 0', 0]);
});

it('ends the process for any other promise that nobody handles', () => {
  const { stdout, stderr, status } = run("new Error('ours')");
  expect([stdout.toString(), status]).toEqual(['', 1]);
  expect(stderr.toString()).toContain('ours');
});
