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
    .description(
      'say what a requirement demands, what mends a server and where it is written; or what a scenario checks',
    )
    .argument('<id>', 'of a requirement or a scenario')
    .option(
      '--sdk <name>',
      'the lines to write in a server on this SDK: typescript-v1, typescript-v2, python, go, rust, java',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  mcptc explain jsonrpc.request-answered\n  mcptc explain http.origin-forbidden --sdk go',
    )
    .action(async (id: string, { sdk }: { sdk?: string }) => {
      const { explain } = await import('./explain.js');
      invocation.exit(await explain(id, sdk));
    });
}
