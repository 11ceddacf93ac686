/** The `gate` command: its arguments, options and help text. */
import type { Command } from 'commander';
import type { GateOptions } from './gate.js';
import type { Invocation } from './invocation.js';

export function addGate(program: Command, invocation: Invocation): void {
  program
    .command('gate')
    .description('hold results against the policy of a working group, and print the verdict on each')
    .argument('<result...>', 'result files or their folders, such as .mcptc')
    .requiredOption('--policy <file>', 'what is asked for; examples are in examples/gates/')
    .option('--checks', 'list the checks behind every figure')
    .addHelpText(
      'after',
      '\nExample:\n  mcptc gate .mcptc/result.json --policy examples/gates/transport.yaml',
    )
    .action(async (results: string[], options: GateOptions) => {
      const { runGates } = await import('./gate.js');
      invocation.exit(await runGates(results, options));
    });
}
