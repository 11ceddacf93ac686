/** Hostile servers on stdio: silence, an early exit, garbage, floods and messages without an end. */
import { once } from 'node:events';
import { Socket } from 'node:net';
import { serveVariantOverStdio } from '../honest/stdio.js';
import { variants } from '../honest/variants.js';
import { endWithInput, limitLifetime } from './lifetime.js';
import { FILLER, flood, garbage, LINE_START, makeManyValues, makeNested, pour } from './streams.js';

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
    process.stdin.on('data', () => {
      if (process.stdout.write(garbage)) return;
      process.stdin.pause();
      process.stdout.once('drain', () => process.stdin.resume());
    });
  },

  /** Valid notifications without an end, and no answers. */
  flood: async () => {
    endWithInput();
    pour(output(), '', flood('', '\n'));
  },

  /** One line that never ends. */
  'endless-line': async () => {
    endWithInput();
    pour(output(), LINE_START, FILLER);
  },

  /** Says more in one message than anybody would want to keep. */
  'many-values': async () => {
    endWithInput();
    output().write(`${makeManyValues()}\n`);
  },

  /** Says something that lies too deep. */
  nested: async () => {
    endWithInput();
    output().write(`${makeNested()}\n`);
  },

  /** Right while it runs, but neither the end of its input nor SIGTERM ends it. */
  'ignores-signals': async () => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
    await serveVariantOverStdio(variants['tools-only'], { lingers: true });
  },

  /** Dies in the middle of its first answer. */
  'half-message': async () => {
    endWithInput();
    await once(process.stdin, 'data');
    process.stdout.write('{"jsonrpc":"2.0","id":1,"resu', () => process.kill(process.pid, 'SIGKILL'));
  },
};

/** Our stdout as a stream that never blocks the process, so that it can still be told to end. */
export function output(): Socket {
  return new Socket({ fd: 1, readable: false, writable: true }).on('close', () => process.exit(0));
}

export async function runOverStdio(name: string): Promise<boolean> {
  const run = overStdio[name];
  if (!run) return false;
  limitLifetime();
  await run();
  return true;
}
