/** The whole command line: all commands, and how an error becomes a message and an exit code. */
import { Command, CommanderError } from 'commander';
import { UsageError } from '../config/errors.js';
import { addBaseline } from './baseline-command.js';
import { addDemo } from './demo-command.js';
import { addExplain, addList } from './catalogue-commands.js';
import { addDoctor, addInit } from './setup-commands.js';
import { addGate } from './gate-command.js';
import type { ExitCode, Invocation } from './invocation.js';
import { addReport } from './report-command.js';
import { reportError } from './report-error.js';
import { addRun } from './run-command.js';
import { addUpstream } from './upstream-command.js';
import { addVerify } from './verify-command.js';
import { makeHarmless } from '../../reports/text/neutralise.js';
import { toolVersion } from '../version.js';

/** Runs one command line and settles with its exit code; every error becomes a message and a code. */
export async function runProgram(argv: readonly string[]): Promise<ExitCode> {
  const at = argv.indexOf('--');
  const own = at === -1 ? argv : argv.slice(0, at);
  let exitCode: ExitCode = 0;
  const invocation: Invocation = {
    command: at === -1 ? undefined : argv.slice(at + 1),
    exit: (code) => {
      exitCode = code;
    },
  };
  try {
    await buildProgram(invocation).parseAsync([...own], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reportError(error);
  }
}

/** The whole command line; nothing runs before it is given words to parse. */
export function buildProgram(invocation: Invocation): Command {
  const root = new Command('mcptc')
    .description('Does an MCP server behave the same, and right, on every transport?')
    .version(toolVersion)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(makeHarmless(text)) })
    .hook('preAction', (_, action) => {
      if (invocation.command === undefined || action.name() === 'run') return;
      throw new UsageError(`${action.name()} takes no command after --`, 'Leave it out.');
    })
    .showSuggestionAfterError()
    .showHelpAfterError('Add --help to see what there is.')
    .addHelpText(
      'after',
      '\nExit codes: 0 conforms; 1 does not; 2 usage, or nothing was decided; 3 our fault, or the target never came up.',
    );
  const commands = [
    addRun,
    addDemo,
    addList,
    addExplain,
    addReport,
    addVerify,
    addGate,
    addBaseline,
    addInit,
    addDoctor,
    addUpstream,
  ];
  for (const add of commands) {
    add(root, invocation);
  }
  return root;
}
