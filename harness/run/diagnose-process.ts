/** Why a command did not become an MCP server on stdio, read from what it printed and how it ended. */
import type { ConnectError } from '../../adapters/adapter.js';
import type { CommandEndpoint } from '../../adapters/stdio/endpoint.js';
import type { Diagnosis } from './diagnosis.js';
import type { Probe } from './probe.js';
import type { TransportTarget } from './transport-target.js';

/** Lines of what it printed that are told, and characters of each. */
const MAX_LINES = 6;
const MAX_LINE = 300;

type Silent = Extract<Probe, { is: 'silent' }>;

/** Undefined where nothing more can be said than that it was silent, or refused. */
export async function diagnoseProcess(
  target: TransportTarget,
  probes: readonly Probe[],
  neverUp: ConnectError | undefined,
  signal: AbortSignal,
): Promise<Diagnosis | undefined> {
  const [first] = probes.filter((one): one is Silent => one.is === 'silent');
  if (first === undefined || !probes.every(({ is }) => is === 'silent')) return undefined;
  const printed = linesOf(
    first.entries
      .filter(({ direction, channel }) => direction === 'in' && channel === 'stdout')
      .map(({ text }) => text)
      .join('\n'),
  );
  const cries = linesOf(target.secrets.redact(first.stderr));
  const endpoint = await commandOf(target, signal);
  const { line, next: hint } = findHint([...cries, ...printed], endpoint);
  if (neverUp !== undefined) {
    if (hint === undefined) return undefined;
    const { message } = neverUp;
    // What says most may stand before the last lines.
    return { cause: message, said: message.includes(line) ? [] : [`before that: ${line}`], next: hint };
  }
  const said = [
    ...(printed.length === 0
      ? []
      : ['it printed to stdout:', ...printed.slice(-MAX_LINES).map((line) => `  ${line}`)]),
    ...(cries.length === 0
      ? []
      : ['its last stderr lines:', ...cries.slice(-MAX_LINES).map((line) => `  ${line}`)]),
  ];
  const hand = 'Run the command by hand and see what it does.';
  const late = first.error.why === 'late';
  // What did not answer in time was ended by us.
  if (!late && first.how !== undefined)
    return {
      cause: `the command ${first.how} before it answered anything`,
      said,
      next: hint ?? (printed.length === 0 ? hand : `Check its arguments: ${lower(hand)}`),
    };
  if (!late) return undefined;
  return {
    cause: `the command runs, and does not answer: ${first.error.message}`,
    said,
    next:
      hint ??
      'Raise --start-timeout where it needs longer to start, and check that it speaks MCP on stdin and stdout.',
  };
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const linesOf = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.slice(0, MAX_LINE));

async function commandOf(
  { host }: TransportTarget,
  signal: AbortSignal,
): Promise<CommandEndpoint | undefined> {
  const lease = await host.lease('shared', signal);
  await lease.release();
  const endpoint = lease.endpoint as Partial<CommandEndpoint>;
  return endpoint.command === undefined ? undefined : (endpoint as CommandEndpoint);
}

/** The line that says most, and the step that it leads to. */
function findHint(
  lines: readonly string[],
  endpoint: CommandEndpoint | undefined,
): { line: string; next?: string } {
  const absent = lines.find((line) => ABSENT.test(line));
  if (absent !== undefined)
    return {
      line: absent,
      next: 'Build or install the server, and check the path of its file; --cwd DIR, or `cwd` in the file that names the server, is the folder that the command runs in.',
    };
  for (const line of lines) {
    const name = findVariable(line, endpoint);
    if (name === undefined) continue;
    const given = process.env[name] === undefined ? `Set ${name} and pass it` : 'Pass it';
    return {
      line,
      next: `${given} with --env ${name}, or as \`env\` in the file that names the server: a target gets no variable that is not named.`,
    };
  }
  for (const line of lines) {
    const flag = /(?<![\w-])(--stdio|--transport[= ]stdio)(?![\w-])/.exec(line)?.[1];
    if (flag !== undefined && endpoint?.args.includes(flag.split(/[= ]/)[0] ?? '') === false)
      return { line, next: `Add ${flag} to the command, which its words name.` };
  }
  return { line: '' };
}

const ABSENT =
  /cannot find (module|package)|ModuleNotFoundError|No module named|can't open file|Could not find or load main class|Unable to access jarfile/i;
const WANTING =
  /\b(env|environment|required?|requires|missing|not set|unset|undefined|must|needs?|set|provide|KeyError)\b/i;

/** A variable that is named as missing, and that was not given. */
function findVariable(line: string, endpoint: CommandEndpoint | undefined): string | undefined {
  if (!WANTING.test(line)) return undefined;
  const names = [...line.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(([name]) => name);
  return names.find((name) => !name.startsWith('ERR_') && endpoint?.env[name] === undefined);
}
