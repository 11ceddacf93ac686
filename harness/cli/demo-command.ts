import type { Command } from 'commander';
import type { Invocation } from './invocation.js';

export function addDemo(program: Command, invocation: Invocation): void {
  program
    .command('demo')
    .description('the bundled reference servers, over stdio and Streamable HTTP, at all their revisions')
    .option(
      '--full',
      'at the older revisions too, run what needs a process of its own or belongs to one transport',
    )
    .option('--quiet', 'no progress')
    .action(async (options: { quiet?: true; full?: true }) => {
      const { demo } = await import('./demo.js');
      invocation.exit(await demo(options));
    });
}
