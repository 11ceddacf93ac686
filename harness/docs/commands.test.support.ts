/** Command lines of the documentation, held against the real command line and the files that they name. */
import { existsSync, readdirSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { CommanderError, type Command } from 'commander';
import { buildProgram } from '../cli/program.js';
import { matchesPattern } from '../../reports/result/glob.js';
import { catalogue } from '../../suites/requirements/index.js';
import { ROOT, readRepositoryFile } from './pages.test.support.js';

const MAIN = 'dist/harness/cli/main.js';
/** Where a reader's own server is, beside the clone; `scripts/follow-readme.mjs` runs what stands after it. */
const OWN_PROJECT = '../my-server';

export const manifest = JSON.parse(readRepositoryFile('package.json')) as {
  name: string;
  engines: { node: string };
  exports: Record<string, unknown>;
  scripts: Record<string, string>;
} & Record<'dependencies' | 'devDependencies' | 'peerDependencies', Record<string, string>>;

export const packageNames = [
  ...new Set(
    (['dependencies', 'devDependencies', 'peerDependencies'] as const).flatMap((kind) =>
      Object.keys(manifest[kind]),
    ),
  ),
];

/** The id of a scenario is its path. */
const ids = readdirSync(join(ROOT, 'suites'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));

/** The words of each command of a script: comments are gone, lines that end in `\` are one, `&&` ends a command. */
export function findCommands(script: string): string[][] {
  const token = /"([^"]*)"|'([^']*)'|(&&|\n)|(#[^\n]*)|([^\s"']+)/g;
  const commands: string[][] = [[]];
  for (const [, double, single, end, comment, word] of script.replaceAll('\\\n', ' ').matchAll(token)) {
    if (end !== undefined) commands.push([]);
    else if (comment === undefined) commands.at(-1)?.push(double ?? single ?? word ?? '');
  }
  return commands.filter((words) => words.length > 0);
}

/** Throws where a command names what is not there: an option, a script, a file, a package, a scenario. */
export async function checkScript(script: string): Promise<void> {
  let folder = ROOT;
  for (const [program = '', ...words] of findCommands(script)) {
    const [first = '', ...rest] = words;
    const file = normalize(join(folder, first));
    if (program === 'mcptc') await checkCommandLine(words);
    else if (program === 'npx' && first === 'mcptc') await checkCommandLine(rest);
    else if (program === 'node' && file === join(ROOT, MAIN)) await checkCommandLine(rest);
    else if (program === 'node') mustExist(join(folder, words.find((word) => !word.startsWith('-')) ?? ''));
    else if (program === 'npm') checkNpm(first, rest);
    // The folder of whoever reads has nothing of this repository.
    else if (program === 'cd' && first === OWN_PROJECT) folder = ROOT;
    else if (program === 'cd') mustExist((folder = file));
    else throw new Error(`no test knows the command ${program} ${first}`);
  }
}

function mustExist(path: string): void {
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
}

function checkNpm(verb: string, words: readonly string[]): void {
  if (verb === 'install') {
    const packages = words
      .filter((word) => !word.startsWith('-'))
      .map((word) => word.replace(/(.)@.*/, '$1'));
    const ours = [manifest.name, `../${manifest.name}`];
    const unknown = packages.find((name) => !ours.includes(name) && !packageNames.includes(name));
    if (unknown !== undefined) throw new Error(`nothing here uses the package ${unknown}`);
    return;
  }
  const script = verb === 'run' ? (words.find((word) => !word.startsWith('-')) ?? '') : verb;
  if (script !== 'ci' && manifest.scripts[script] === undefined) throw new Error(`no npm script ${script}`);
}

/** Parses the words as `mcptc` would, and runs nothing. */
export async function checkCommandLine(words: readonly string[]): Promise<void> {
  const at = words.indexOf('--');
  const own = at === -1 ? words : words.slice(0, at);
  const command = at === -1 ? undefined : words.slice(at + 1);
  const program = buildProgram({ command, exit: () => {} });
  const taken: Command[] = [];
  for (const each of listCommands(program)) each.action(() => void taken.push(each));
  try {
    await program.parseAsync([...own], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
  }
  for (const each of taken) checkNames(each);
}

/** The names of scenarios and requirements that it was given. */
function checkNames(command: Command): void {
  const { scenario = [], case: cases = [] } = command.opts<{
    scenario?: string[];
    case?: { scenario: string }[];
  }>();
  const named = [...scenario, ...cases.map((one) => one.scenario)];
  const nobodys = named.find((name) => !ids.some((id) => id.startsWith(name) || matchesPattern(name, id)));
  if (nobodys !== undefined) throw new Error(`no scenario is called ${nobodys}`);
  const [id = ''] = command.name() === 'explain' ? command.args : [];
  if (id !== '' && !(id in catalogue)) throw new Error(`no requirement is called ${id}`);
}

/** Every command that does something, those below others included. */
export const listCommands = (program: Command): Command[] =>
  program.commands.flatMap((each) => (each.commands.length > 0 ? listCommands(each) : [each]));
