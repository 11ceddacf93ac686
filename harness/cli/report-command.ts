/** The `report` command: its arguments, options and help text. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { formatNames } from '../../reports/index.js';
import type { Invocation } from './invocation.js';
import { makeReportRequestParser } from './values.js';
import type { ReportRequest } from './values.js';

export function addReport(program: Command, invocation: Invocation): void {
  program
    .command('report')
    .description('render results again: of one target or of many; shards are joined')
    .argument(
      '<result...>',
      'result files or their folders, such as .mcptc: of several targets, shards of one run, or one target on several transports',
    )
    .option('--against <file>', 'an earlier result: what is broken, fixed, new, gone and slower since')
    .addOption(
      new Option(
        '--fail-on <what>',
        'exit with 1 where what held in the result of --against is violated now',
      ).choices(['broken']),
    )
    .addOption(
      new Option('--report <format[=path]>', `${formatNames.join(' or ')} (default: matrix)`).argParser(
        makeReportRequestParser(formatNames),
      ),
    )
    .option('--sign-key <file>', 'PEM: signs the JSON report with this Ed25519 key, or the result itself')
    .option('--verbose', 'in the matrix: show in full what fails nothing, too')
    .addHelpText('after', EXAMPLES)
    .action(
      async (
        files: string[],
        options: {
          report?: ReportRequest[];
          against?: string;
          failOn?: 'broken';
          signKey?: string;
          verbose?: true;
        },
      ) => {
        const { runReport } = await import('./report.js');
        invocation.exit(await runReport(files, options.report ?? [{ format: 'matrix' }], options));
      },
    );
}

const EXAMPLES = `
Whole results are rendered, whatever they say, with exit code 0, unless --fail-on says otherwise. Results that are joined exit as one run of them
all would have; with 2 where a shard is missing. Those of several targets make one table, or one site.

Examples:
  mcptc report .mcptc/result.json --report matrix=matrix.txt
  mcptc report .mcptc --report site=site
  mcptc report shard-*/result.json --report json=result.json,junit=junit.xml
  mcptc report .mcptc/result.json --against main.json --report markdown=changes.md
  mcptc report .mcptc/result.json --against main.json --fail-on broken`;
