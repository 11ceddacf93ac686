import { Option } from 'commander';
import type { Command } from 'commander';
import { formatNames } from '../../reports/index.js';
import type { Invocation } from './invocation.js';
import { reportRequests } from './values.js';
import type { ReportRequest } from './values.js';

export function addReport(program: Command, invocation: Invocation): void {
  program
    .command('report')
    .description('render a result again')
    .argument('<result>', 'a result file, such as .mcptc/result.json')
    .addOption(
      new Option('--report <format[=path]>', `${formatNames.join(' or ')} (default: matrix)`).argParser(
        reportRequests(formatNames),
      ),
    )
    .option('--sign-key <file>', 'PEM: signs the JSON report with this Ed25519 key, or the result itself')
    .addHelpText('after', '\nExample:\n  mcptc report .mcptc/result.json --report matrix=matrix.txt')
    .action(async (file: string, options: { report?: ReportRequest[]; signKey?: string }) => {
      const { report } = await import('./report.js');
      invocation.exit(await report(file, options.report ?? [{ format: 'matrix' }], options));
    });
}
