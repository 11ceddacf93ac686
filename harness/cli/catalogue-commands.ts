/** Declares `mcptc list` and `mcptc explain`. */
import type { Command } from 'commander';
import type { Invocation } from './invocation.js';

export function addList(program: Command, invocation: Invocation): void {
  program
    .command('list')
    .description('list the scenarios, or the requirements that they check')
    .argument('[prefix...]', 'only ids that begin so')
    .option('--requirements', 'the catalogue in place of the scenarios')
    .addHelpText('after', '\nExamples:\n  mcptc list shared/messages\n  mcptc list --requirements jsonrpc')
    .action(async (prefixes: string[], options: { requirements?: true }) => {
      const { listRequirements, listScenarios } = await import('./list.js');
      invocation.exit(options.requirements ? listRequirements(prefixes) : await listScenarios(prefixes));
    });
}

export function addExplain(program: Command, invocation: Invocation): void {
  program
    .command('explain')
    .description('say what a requirement demands and where it is written, or what a scenario checks')
    .argument('<id>', 'of a requirement or a scenario')
    .addHelpText('after', '\nExample:\n  mcptc explain jsonrpc.request-answered')
    .action(async (id: string) => {
      const { explain } = await import('./explain.js');
      invocation.exit(await explain(id));
    });
}
