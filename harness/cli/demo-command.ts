/** Declares `mcptc demo` and its options. */
import type { Command } from 'commander';
import type { Invocation } from './invocation.js';

export function addDemo(program: Command, invocation: Invocation): void {
  program
    .command('demo')
    .description('run the bundled reference servers, over all four transports, at all their revisions')
    .option('--full', 'every scenario at every revision, which takes minutes')
    .option('--quiet', 'show no progress')
    .action(async (options: { quiet?: true; full?: true }) => {
      const { runDemo } = await import('./demo.js');
      invocation.exit(await runDemo(options));
    });
}
