/** Holds what a program asks for against what can be asked. Types are no proof: many programs are JavaScript. */
import { formatNames } from '../../reports/index.js';
import { UsageError } from '../config/errors.js';
import { formatHint } from '../config/suggest.js';
import { FAIL_ON } from '../run/contract.js';
import { MAX_CONCURRENCY, MAX_DURATION, MAX_SEED } from './limits.js';
import type { ConformanceOptions, ConformanceTarget } from './options.cjs';

/** What was expected, where the value is something else. */
type Check = (value: unknown) => string | undefined;

const isText = (value: unknown): value is string => typeof value === 'string';
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text: Check = (value) => (isText(value) && value !== '' ? undefined : 'a text');
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false');

const number =
  (min: number, max: number, what = `an integer from ${min} to ${max}`): Check =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? undefined : what;
const time: Check = (value) =>
  typeof value === 'number' && Math.round(value) >= 1 && value <= MAX_DURATION
    ? undefined
    : `milliseconds, from 1 to ${MAX_DURATION}`;

const words: Check = (value) =>
  [value].flat().every(isText) && ![value].flat().includes('') ? undefined : 'a text or a list of texts';
const texts: Check = (value) => (Array.isArray(value) && value.every(isText) ? undefined : 'a list of texts');
const oneOf =
  (known: readonly string[]): Check =>
  (value) =>
    known.includes(value as string) ? undefined : `one of ${known.join(', ')}`;
const severities: Check = (value) =>
  words(value) === undefined
    ? splitWords(value as string).every((word) => (FAIL_ON as readonly string[]).includes(word))
      ? undefined
      : FAIL_ON.join(', ')
    : 'a text or a list of texts';

const recordOf =
  (name: RegExp, valid: (value: unknown) => boolean, what: string): Check =>
  (value) =>
    isRecord(value) && Object.entries(value).every(([key, one]) => name.test(key) && valid(one))
      ? undefined
      : what;

const CASE = /^[^/]+\/[^/]+\/.+$/;
const isCase = (value: unknown): boolean =>
  isText(value)
    ? splitWords(value).every((one) => CASE.test(one))
    : isRecord(value) && [value['transport'], value['revision'], value['scenario']].every(isText);

const cases: Check = (value) =>
  [value].flat().every(isCase)
    ? undefined
    : 'TRANSPORT/REVISION/SCENARIO, such as stdio/2025-11-25/shared/messages/id-is-echoed';

const shard: Check = (value) =>
  isRecord(value) &&
  number(1, 9_999)(value['of']) === undefined &&
  number(1, Number(value['of']))(value['index']) === undefined
    ? undefined
    : '{ index, of } with index from 1 to of';

const reports: Check = (value) =>
  Array.isArray(value) &&
  value.every(
    (one) =>
      isRecord(one) &&
      formatNames.includes(one['format'] as (typeof formatNames)[number]) &&
      text(one['path']) === undefined,
  )
    ? undefined
    : `a list of { format, path } with format one of ${formatNames.join(', ')}`;

const TARGET: Readonly<Record<keyof ConformanceTarget, Check>> = {
  command: texts,
  url: text,
  urls: texts,
  image: text,
  config: text,
  from: text,
  server: text,
};

const OPTIONS: Readonly<Record<keyof ConformanceOptions, Check>> = {
  name: (value) => (isText(value) ? undefined : 'a text'),
  revisions: words,
  transports: words,
  scenarios: words,
  cases,
  fixtures: oneOf(['auto', 'require', 'ignore']),
  allowTools: words,
  seed: number(0, MAX_SEED),
  shard,
  set: words,
  settings: recordOf(
    /^[a-z][a-z0-9-]*\.[A-Za-z][\w.-]*$/,
    (value) => value !== undefined,
    "values by TRANSPORT.OPTION, such as { 'grpc.profile': 'google' }",
  ),
  env: recordOf(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    (value) => value === undefined || value === null || isText(value),
    'texts by the names of variables',
  ),
  cwd: text,
  headers: recordOf(
    /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/,
    (value) => isText(value) && !/[\r\n]/.test(value),
    "texts of one line by the names of headers, such as { 'x-api-key': 'secret' }",
  ),
  bearerEnv: text,
  ca: text,
  cert: text,
  key: text,
  insecure: flag,
  startTimeoutMs: time,
  requestTimeoutMs: time,
  scenarioTimeoutMs: time,
  runTimeoutMs: time,
  concurrency: number(1, MAX_CONCURRENCY),
  failOn: severities,
  baseline: text,
  requireContainers: flag,
  reports,
  signKey: text,
  output: text,
  args: texts,
};

/** Lists take commas, as on the command line. */
export const splitWords = (value: string | readonly string[]): string[] =>
  [value].flat().flatMap((one) => one.split(',').map((word) => word.trim()));

/**
 * Throws `UsageError` for a name that there is not, for a value of the wrong kind, and for a variable that is not set.
 * `null` and `undefined` are no values.
 */
export function checkRequest(
  target: object,
  options: Nulled<ConformanceOptions>,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  checkAll('target', target, TARGET);
  checkAll('option', options, OPTIONS);
  refuseUnset(options, environment);
}

function checkAll(what: 'target' | 'option', given: object, checks: Readonly<Record<string, Check>>): void {
  const known = Object.keys(checks);
  for (const [name, value] of Object.entries(given)) {
    const check = checks[name];
    // Nobody notices that a misspelt selection selects nothing.
    if (check === undefined) throw new UsageError(`there is no ${what} ${name}`, formatHint(name, known));
    const expected = value === undefined || value === null ? undefined : check(value);
    if (expected !== undefined) {
      throw new UsageError(`${what === 'target' ? what : 'options'}.${name}: expected ${expected}`);
    }
  }
}

/** In words of these options: the command line would name flags that nobody has written. */
function refuseUnset(
  { env, bearerEnv }: Nulled<Pick<ConformanceOptions, 'env' | 'bearerEnv'>>,
  environment: NodeJS.ProcessEnv,
): void {
  const unset = Object.entries(env ?? {}).find(
    ([name, value]) => (value ?? undefined) === undefined && environment[name] === undefined,
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

/** As it comes over a pipe: JSON has no `undefined`. */
export type Nulled<T> = { [K in keyof T]: T[K] | null };
