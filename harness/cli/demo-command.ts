/** Declares `mcptc demo` and its options. */
import { Option, type Command } from 'commander';
import { formatNames } from '../../reports/index.js';
import type { Invocation } from './invocation.js';
import { makeReportRequestParser, parseList, type ReportRequest } from './values.js';

/** As commander delivers them. */
export interface DemoOptions {
  full?: true;
  quiet?: true;
  transport?: string[];
  output?: string;
  report?: ReportRequest[];
}

export function addDemo(program: Command, invocation: Invocation): void {
  program
    .command('demo')
    .description('run the bundled servers: two that are right, and one with three faults, which are found')
    .option('--full', 'every scenario at every revision of the two that are right, which takes minutes')
    .option('--transport <list>', 'only these transports', parseList)
    .addOption(
      new Option(
        '--report <format[=path]>',
        'also write reports, as `run` does for several servers',
      ).argParser(makeReportRequestParser(formatNames)),
    )
    .option('--output <folder>', 'where results and transcripts are left (default: .mcptc/demo)')
    .option('--quiet', 'show no progress')
    .addHelpText('after', EXAMPLES)
    .action(async (options: DemoOptions) => {
      const { runDemo } = await import('./demo/run.js');
      invocation.exit(await runDemo(options));
    });
}

const EXAMPLES = `
Exits with 0 where the two conform and the faults of the third are found.

Examples:
  mcptc demo --transport stdio,websocket
  mcptc demo --report site=site --output demo`;
