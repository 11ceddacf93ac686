import { once } from 'node:events';
import { serveStdio } from '../honest/stdio.js';
import { oddities } from '../honest/oddities.js';
import { endWithInput, leash } from './leash.js';
import { FILLER, flood, garbage, LINE_START, pour } from './streams.js';

/** Each is one way in which a process lets its client down. */
export const overStdio: Readonly<Record<string, () => Promise<void>>> = {
  /** Reads everything and never says a word. */
  silent: async () => endWithInput(),

  /** Is gone before anything can be asked. */
  exits: async () => {
    process.stderr.write('fatal: no configuration\n');
    process.exit(1);
  },

  /** Answers every chunk of input with bytes that mean nothing. */
  garbage: async () => {
    endWithInput();
    process.stdout.write(garbage);
    for await (const _ of process.stdin)
      if (!process.stdout.write(garbage)) await once(process.stdout, 'drain');
  },

  /** Valid notifications without an end, and no answers. */
  flood: async () => {
    endWithInput();
    await pour(process.stdout, '', flood('', '\n'));
  },

  /** One line that never ends. */
  'endless-line': async () => {
    endWithInput();
    await pour(process.stdout, LINE_START, FILLER);
  },

  /** Right while it runs, but neither the end of its input nor SIGTERM ends it. */
  'ignores-signals': async () => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
    await serveStdio(oddities['tools-only'], { lingers: true });
  },

  /** Dies in the middle of its first answer. */
  'half-message': async () => {
    endWithInput();
    await once(process.stdin, 'data');
    process.stdout.write('{"jsonrpc":"2.0","id":1,"resu', () => process.kill(process.pid, 'SIGKILL'));
  },
};

export async function runOverStdio(name: string): Promise<boolean> {
  const run = overStdio[name];
  if (!run) return false;
  leash();
  await run();
  return true;
}
