/**
 * A stdio target for the contract test. Arguments: `stubborn` ignores the end of input and SIGTERM; `grandchild` starts
 * a process that holds stdout; `leaving` does so and exits itself.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { behave, log, type Request, type Wire } from '../contract/behaviour.js';

const { stdin, stdout } = process;
const has = (word: string): boolean => process.argv.includes(word);

const write = async (bytes: Buffer | string): Promise<void> => {
  if (!stdout.write(bytes)) await once(stdout, 'drain');
};

const wire: Wire = {
  send: (message) => write(Buffer.concat([message, Buffer.from('\n')])),
  part: write,
  drop: () => process.kill(process.pid, 'SIGKILL'),
  // `destroy` would keep the descriptor: Node never closes its own standard output.
  finish: () => closeSync(1),
};

log(`pid ${process.pid}`);
if (has('stubborn')) {
  process.on('SIGTERM', () => log('SIGTERM'));
  setInterval(() => {}, 60_000);
}
if (has('grandchild') || has('leaving')) {
  const stay = 'setInterval(() => {}, 60000)';
  const child = spawn(process.execPath, ['-e', stay], { stdio: ['ignore', 'inherit', 'ignore'] });
  child.unref();
  log(`pid ${child.pid}`);
}
if (has('leaving')) {
  stdout.write('{"last":true}\n');
  stdin.destroy();
} else {
  createInterface({ input: stdin }).on('line', (line) => {
    void behave(JSON.parse(line) as Request, Buffer.from(line), wire);
  });
}
