import { UsageError } from '../config/errors.js';
import { formatHint } from '../config/suggest.js';
import type { ConformanceOptions, ConformanceTarget, RunRequest } from './contract.cjs';

/** What an option becomes: the words of a command line. Each value goes with its flag, so that none is taken for one. */
type Words = (flag: string, value: unknown) => string[];

const once: Words = (flag, value) => [`${flag}=${String(value)}`];
const each: Words = (flag, value) => [value].flat().map((one) => `${flag}=${String(one)}`);
const time: Words = (flag, value) => [`${flag}=${String(value)}ms`];
const plain: Words = (flag, value) => (value === true ? [flag] : []);
const pairs =
  (between: string): Words =>
  (flag, value) =>
    Object.entries(value as Record<string, string | null>).map(
      ([name, text]) => `${flag}=${name}${text === null ? '' : between + text}`,
    );

const OPTIONS: Readonly<Record<Exclude<keyof ConformanceOptions, Own>, [flag: string, words: Words]>> = {
  revisions: ['--revision', each],
  transports: ['--transport', each],
  scenarios: ['--scenario', each],
  cases: ['--case', each],
  fixtures: ['--fixtures', once],
  allowTools: ['--allow-tool', each],
  seed: ['--seed', once],
  env: ['--env', pairs('=')],
  cwd: ['--cwd', once],
  headers: ['--header', pairs(': ')],
  bearerEnv: ['--bearer-env', once],
  ca: ['--ca', once],
  cert: ['--cert', once],
  key: ['--key', once],
  insecure: ['--insecure', plain],
  startTimeoutMs: ['--start-timeout', time],
  requestTimeoutMs: ['--request-timeout', time],
  scenarioTimeoutMs: ['--scenario-timeout', time],
  runTimeoutMs: ['--run-timeout', time],
  concurrency: ['--concurrency', once],
  failOn: ['--fail-on', each],
};

/** Options that are not, or not simply, options of the command line. */
const OWN = ['name', 'output', 'args'] as const;
type Own = (typeof OWN)[number];

const TARGET = [
  'command',
  'url',
  'urls',
  'config',
  'from',
  'server',
] as const satisfies readonly (keyof ConformanceTarget)[];

/** The command line that does what was asked, result and transcripts into `output`. Throws `UsageError`. */
export function makeCommandLine(
  target: RunRequest['target'],
  options: RunRequest['options'],
  output: string,
  environment: NodeJS.ProcessEnv = process.env,
): string[] {
  refuseUnknown('target', target, TARGET);
  refuseUnknown('option', options, [...Object.keys(OPTIONS), ...OWN]);
  refuseUnset(options, environment);
  const words = Object.entries(OPTIONS).flatMap(([name, [flag, toWords]]) => {
    const value = options[name as keyof typeof OPTIONS];
    return value === undefined || value === null ? [] : toWords(flag, value);
  });
  const { command, url, urls, config, from, server } = target;
  return [
    'run',
    '--quiet',
    `--output=${output}`,
    ...Object.entries({ config, from, server }).flatMap(([name, value]) =>
      value ? [`--${name}=${value}`] : [],
    ),
    ...words,
    ...(options.args ?? []),
    ...(url ? [url] : []),
    ...(urls ?? []),
    ...(command ? ['--', ...command] : []),
  ];
}

/** In words of these options: the command line would name flags that nobody has written. */
function refuseUnset({ env, bearerEnv }: RunRequest['options'], environment: NodeJS.ProcessEnv): void {
  const unset = Object.entries(env ?? {}).find(
    ([name, text]) => text === null && environment[name] === undefined,
  )?.[0];
  if (unset !== undefined) {
    throw new UsageError(
      `options.env.${unset} has no value, and the environment variable ${unset} is not set`,
      `Set ${unset} before this test runs, or give options.env.${unset} a value: process.env.${unset} ?? 'default'.`,
    );
  }
  if (bearerEnv && environment[bearerEnv] === undefined) {
    throw new UsageError(
      `options.bearerEnv names the environment variable ${bearerEnv}, which is not set`,
      `Set ${bearerEnv} before this test runs.`,
    );
  }
}

/** Nobody notices that a misspelt selection selects nothing. */
function refuseUnknown(what: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`there is no ${what} ${unknown}`, formatHint(unknown, known));
}
