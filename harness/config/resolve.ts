import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TlsOptions } from '../../adapters/tls.js';
import type { HttpCommandSpec, HttpUrlSpec, TargetSpec } from '../../containers/spec.js';
import { UsageError } from './errors.js';
import { Expander, looksSecret } from './expand.js';
import type { Config, HttpConfig } from './load.js';

/** What stands around a config: where it came from, and what the command line adds. */
export interface Surroundings {
  /** For messages: the file, or `the command line`. */
  from: string;
  /** Relative folders and files of the config start here. */
  base: string;
  /** Words of a command line that lead to this config again. */
  again: { [T in 'stdio' | 'streamable-http']: readonly string[] };
  environment: NodeJS.ProcessEnv;
  startTimeoutMs: number;
  /** Already resolved, and stronger than the config's own. */
  env: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  tls: TlsOptions;
  cwd?: string;
  /** Values of the above that must not be shown. */
  secrets: readonly string[];
}

/** Expands variables, reads PEM files and settles defaults. Throws `UsageError`. */
export function resolveTarget(config: Config, around: Surroundings): TargetSpec {
  const expander = new Expander(around.environment);
  for (const secret of around.secrets) expander.add(secret);
  const words = (command: readonly string[], where: string, keep: readonly string[] = []): string[] =>
    command.map((word) => expander.text(word, `${around.from}: ${where}`, { keep }));
  const { stdio, 'streamable-http': http } = config.transports;
  const cwd = around.cwd ?? (config.cwd === undefined ? around.base : resolve(around.base, config.cwd));
  const env = { ...expander.texts(config.env ?? {}, `${around.from}: env`), ...around.env };
  const transports: TargetSpec['transports'] = {
    ...(stdio === undefined
      ? {}
      : { stdio: { command: words(stdio.command, 'transports.stdio.command'), again: around.again.stdio } }),
    ...(http === undefined ? {} : { 'streamable-http': resolveHttp(http, expander, around, words) }),
  };
  const reset = config.reset === undefined ? {} : { reset: words(config.reset, 'reset') };
  const named =
    config.target === undefined ? { name: nameOf(transports), guessed: true } : { name: config.target };
  const { startTimeoutMs } = around;
  return { ...named, transports, cwd, env, ...reset, secrets: [...expander.secrets], startTimeoutMs };
}

function resolveHttp(
  http: HttpConfig,
  expander: Expander,
  around: Surroundings,
  words: (command: readonly string[], where: string, keep: readonly string[]) => string[],
): HttpUrlSpec | HttpCommandSpec {
  const where = 'transports.streamable-http';
  const keep = http.command === undefined ? [] : ['PORT'];
  const port = http.port === 0 ? undefined : http.port;
  const fallback = `http://127.0.0.1:\${PORT}${http.path ?? '/mcp'}`;
  const url = expander.text(http.url ?? fallback, `${around.from}: ${where}.url`, { keep });
  const { searchParams } = checkUrl(url.replaceAll('${PORT}', '1'), around.from);
  for (const [name, value] of searchParams) if (looksSecret(name, value)) expander.add(value);
  const headers = {
    ...expander.texts(http.headers ?? {}, `${around.from}: ${where}.headers`),
    ...around.headers,
  };
  const tls = { ...readTls(http.tls ?? {}, around.base), ...around.tls };
  const common = {
    url,
    headers,
    again: around.again['streamable-http'],
    ...(Object.keys(tls).length === 0 ? {} : { tls }),
  };
  if (http.command === undefined) {
    const useless = (['port', 'path', 'ready'] as const).find((field) => http[field] !== undefined);
    if (useless !== undefined) {
      throw new UsageError(
        `${around.from}: ${where}.${useless} has no effect without \`command\``,
        'Put it into the url, or name the command.',
      );
    }
    return common;
  }
  return {
    ...common,
    command: words(http.command, `${where}.command`, keep),
    ready: http.ready ?? 'port',
    ...(port === undefined ? {} : { port }),
  };
}

/** An http or https URL without credentials in it. */
export function checkUrl(url: string, from: string): URL {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new UsageError(
      `${from}: expected an http:// or https:// URL, got ${url}`,
      'Write it with its scheme.',
    );
  }
  const parsed = new URL(url);
  if (parsed.username !== '' || parsed.password !== '') {
    throw new UsageError(
      `${from}: a URL with a user name or password would end up in reports`,
      'Use --header "Authorization: Basic …" or --bearer-env NAME.',
    );
  }
  return parsed;
}

/** PEM texts from files. */
export function readTls(
  files: { ca?: string; cert?: string; key?: string; insecure?: boolean },
  base: string,
): TlsOptions {
  const read = (file: string): string => {
    try {
      return readFileSync(resolve(base, file), 'utf8');
    } catch (cause) {
      throw new UsageError(`${file}: ${(cause as Error).message}`, 'Name a PEM file that can be read.', {
        cause,
      });
    }
  };
  if ((files.cert === undefined) !== (files.key === undefined)) {
    throw new UsageError('a client certificate needs both its cert and its key', 'Name both files.');
  }
  return {
    ...(files.ca === undefined ? {} : { ca: read(files.ca) }),
    ...(files.cert === undefined ? {} : { cert: read(files.cert) }),
    ...(files.key === undefined ? {} : { key: read(files.key) }),
    ...(files.insecure === undefined ? {} : { insecure: files.insecure }),
  };
}

/** `server.js` of `node dist/server.js`, or the host of a URL. */
function nameOf(transports: TargetSpec['transports']): string {
  const { stdio, 'streamable-http': http } = transports;
  const command = stdio?.command ?? (http !== undefined && 'command' in http ? http.command : undefined);
  if (command === undefined) return http === undefined ? 'target' : new URL(http.url).host;
  const script = command.slice(1).find((word) => !word.startsWith('-')) ?? command[0] ?? 'target';
  return script.split('/').at(-1) || script;
}
