import { UsageError } from '../config/errors.js';
import { hint } from '../config/suggest.js';
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
export function commandLine(
  target: RunRequest['target'],
  options: RunRequest['options'],
  output: string,
): string[] {
  refuseUnknown('target', target, TARGET);
  refuseUnknown('option', options, [...Object.keys(OPTIONS), ...OWN]);
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

/** Nobody notices that a misspelt selection selects nothing. */
function refuseUnknown(what: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(`there is no ${what} ${unknown}`, hint(unknown, known));
}
