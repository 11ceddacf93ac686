/** Declares `mcptc baseline update` and its options. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { UpdateOptions } from './baseline-update.js';
import type { Invocation } from './invocation.js';

const STANDARD = 'known-failures.yaml';

export function addBaseline(program: Command, invocation: Invocation): void {
  program
    .command('baseline')
    .description('keep the list of failures that are known and excused')
    .command('update')
    .description(
      'write what fails in a result into a baseline, and delete entries that excuse nothing any more',
    )
    .argument('<result>', 'a result file, such as .mcptc/result.json')
    .option('--baseline <file>', 'the file to write', STANDARD)
    .option('--owner <name>', 'of new entries: who answers for them')
    .option('--reason <text>', 'of new entries: why they are excused')
    .option('--issue <url>', 'of new entries: where they are dealt with')
    .addOption(
      new Option('--expires <date>', 'of new entries, and of expired ones that still fail').argParser(day),
    )
    .addHelpText(
      'after',
      `\nExample:\n  mcptc baseline update .mcptc/result.json --owner ada --reason 'the SDK does it' \\
    --issue https://example.org/issues/7 --expires 2027-06-01`,
    )
    .action(async (result: string, options: UpdateOptions) => {
      const { updateBaseline } = await import('./baseline-update.js');
      invocation.exit(await updateBaseline(result, options));
    });
}

function day(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text)
    throw new InvalidArgumentError('Expected a day such as 2027-06-01.');
  return text;
}
