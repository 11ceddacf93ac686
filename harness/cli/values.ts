/** Parsers of option values: one value in, one value out, or commander's error, which exits 2. */
import { InvalidArgumentError } from 'commander';
import { MAX_DURATION } from '../api/limits.js';
import type { CaseSelector } from '../run/contract.js';
import { UsageError } from '../config/errors.js';
import type { Shard } from '../../reports/result/shards.js';
import type { Setting } from '../api/settings.js';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `500ms`, `60s`, `1.5m`, `1h`: milliseconds. */
export function parseDuration(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const ms = Math.round(Number(number) * (UNITS[unit] ?? 0));
  if (unit === '' || ms < 1 || ms > MAX_DURATION) {
    throw new InvalidArgumentError('Expected a time with its unit, such as 500ms, 60s or 10m, up to 24h.');
  }
  return ms;
}

/** As short as `duration` takes it: `90s`, `10m`. */
export const formatDuration = (ms: number): string =>
  ms >= 5 * 60_000 && ms % 60_000 === 0 ? `${ms / 60_000}m` : `${ms / 1_000}s`;

/** An integer within bounds, both included. */
export const makeIntegerParser =
  (min: number, max: number) =>
  (text: string): number => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < min || number > max) {
      throw new InvalidArgumentError(`Expected an integer from ${min} to ${max}.`);
    }
    return number;
  };

/** For options that repeat and take commas. */
export function parseList(text: string, before: readonly string[] = []): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('Expected names with commas between them.');
  return [...before, ...items];
}

/** Of a list that allows certain words only. */
export const makeListParser =
  <const T extends string>(words: readonly T[]) =>
  (text: string, before: readonly T[] = []): T[] => {
    const items = parseList(text);
    const wrong = items.find((item) => !(words as readonly string[]).includes(item));
    if (wrong !== undefined) throw new InvalidArgumentError(`Expected ${words.join(', ')}; got ${wrong}.`);
    return [...before, ...(items as T[])];
  };

/** `TRANSPORT/REVISION/SCENARIO`; the scenario's id has slashes of its own. */
export function parseCaseSelectors(text: string, before: readonly CaseSelector[] = []): CaseSelector[] {
  const parsed = parseList(text).map((item) => {
    const [, transport, revision, scenario] = /^([^/]+)\/([^/]+)\/(.+)$/.exec(item) ?? [];
    if (transport === undefined || revision === undefined || scenario === undefined) {
      throw new InvalidArgumentError(
        `Expected TRANSPORT/REVISION/SCENARIO, such as stdio/2025-11-25/shared/messages/id-is-echoed; got ${item}.`,
      );
    }
    return { transport, revision, scenario };
  });
  return [...before, ...parsed];
}

/** `K: V`; the name in lower case. */
export function parseHeader(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    // In words of ours: those of a parser of options would quote the value.
    throw new UsageError(
      `--header ${/^[\w-]+(?=:)/.exec(text)?.[0] ?? ''}: expected a header of one line such as "X-Api-Key: secret"`,
      'Write its name, a colon and its value, all in quotes.',
    );
  }
  return { ...before, [name.toLowerCase()]: value };
}

/** `NAME=VALUE`, or `NAME` to pass on the caller's own. `undefined` stands for the latter. */
export function parseVariable(
  text: string,
  before: Readonly<Record<string, string | undefined>> = {},
): Record<string, string | undefined> {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?$/s.exec(text) ?? [];
  if (name === undefined) {
    throw new UsageError(
      `--env ${text.split('=', 1)[0]}: expected NAME or NAME=VALUE`,
      'A name has letters, digits and _, and begins with no digit.',
    );
  }
  return { ...before, [name]: value };
}

/** What `--set` takes: options of transports, and sets of requirements. */
export interface SetValues {
  settings: Setting[];
  /** `latest`, or `2025-11-25@1`. */
  sets: string[];
}

/** The name of a set: it never has the `=` that an option of a transport has. */
const SET = /^(?:latest|[^,=@]+@\d+)$/;

/** `TRANSPORT.OPTION=VALUE`, or the name of a set; repeats, and takes commas where no value holds one. */
export function parseSetValues(
  text: string,
  { settings, sets }: SetValues = { settings: [], sets: [] },
): SetValues {
  const words = text.split(',');
  const end = words.findIndex((word) => !SET.test(word.trim()));
  const named = words.slice(0, end === -1 ? words.length : end).map((word) => word.trim());
  const rest = end === -1 ? undefined : words.slice(end).join(',');
  return {
    settings: rest === undefined ? settings : parseSettings(rest, settings),
    sets: [...sets, ...named],
  };
}

function parseSettings(text: string, before: readonly Setting[] = []): Setting[] {
  const [, transport, option, value] = /^([a-z][a-z0-9-]*)\.([A-Za-z][\w.-]*)=(.*)$/s.exec(text) ?? [];
  if (transport === undefined || option === undefined || value === undefined) {
    throw new InvalidArgumentError(
      'Expected an option of a transport, TRANSPORT.OPTION=VALUE such as grpc.profile=google, ' +
        'or a set of requirements: latest, or REVISION@VERSION such as 2025-11-25@1.',
    );
  }
  const [own = '', ...more] = value.split(/,(?=[a-z][a-z0-9-]*\.[A-Za-z][\w.-]*=)/);
  return more.reduce((all, one) => parseSettings(one, all), [...before, { transport, option, value: own }]);
}

/** `I/N`: the I-th of N parts, counted from 1. */
export function parseShard(text: string): Shard {
  const [, index = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (index < 1 || index > of) {
    throw new InvalidArgumentError('Expected I/N with I from 1 to N, such as 2/5.');
  }
  return { index, of };
}

export interface ReportRequest {
  format: string;
  /** Without one, standard output. */
  path?: string;
}

/** `FORMAT` or `FORMAT=PATH`. */
export const makeReportRequestParser =
  (formats: readonly string[]) =>
  (text: string, before: readonly ReportRequest[] = []): ReportRequest[] => {
    const parsed = parseList(text).map((item): ReportRequest => {
      const at = item.indexOf('=');
      const format = at === -1 ? item : item.slice(0, at);
      const path = at === -1 ? undefined : item.slice(at + 1);
      if (!formats.includes(format) || path === '') {
        throw new InvalidArgumentError(
          `Expected FORMAT or FORMAT=PATH with FORMAT one of ${formats.join(', ')}.`,
        );
      }
      return path === undefined ? { format } : { format, path };
    });
    return [...before, ...parsed];
  };
