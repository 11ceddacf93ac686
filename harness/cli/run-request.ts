/** Turns the parsed options of `run` into the target and options of the programming interface. */
import { Command, CommanderError } from 'commander';
import type { ConformanceOptions, ConformanceTarget } from '../api/options.cjs';
import { UsageError } from '../config/errors.js';
import { reportFiles } from './output.js';
import { addRunOptions, type RunCommandOptions } from './run-command.js';

/** What a command line asks for, in the words of a program. */
export interface RunRequest {
  target: ConformanceTarget;
  options: ConformanceOptions;
}

/** From what commander made of the words; what was not given stays away. */
export function makeRunRequest(
  urls: readonly string[],
  command: readonly string[] | undefined,
  given: Partial<RunCommandOptions>,
): RunRequest {
  const { image, config, from, server = [] } = given;
  const [picked, ...more] = server;
  if (more.length > 0) {
    throw new UsageError(`--server names ${server.length} servers, and one can be tested here`, 'Name one.');
  }
  return {
    target: present<ConformanceTarget>({
      command,
      ...(urls.length === 0 ? {} : { urls }),
      image,
      config,
      from,
      server: picked,
    }),
    options: present<ConformanceOptions>({
      revisions: given.revision,
      transports: given.transport,
      scenarios: given.scenario,
      cases: given.case,
      fixtures: given.fixtures,
      allowTools: given.allowTool,
      seed: given.seed,
      shard: given.shard,
      ...(given.set === undefined
        ? {}
        : {
            settings: Object.fromEntries(
              given.set.settings.map(({ transport, option, value }) => [`${transport}.${option}`, value]),
            ),
            ...(given.set.sets.length === 0 ? {} : { set: given.set.sets }),
          }),
      env: given.env,
      cwd: given.cwd,
      headers: given.header,
      bearerEnv: given.bearerEnv,
      ca: given.ca,
      cert: given.cert,
      key: given.key,
      insecure: given.insecure,
      startTimeoutMs: given.startTimeout,
      requestTimeoutMs: given.requestTimeout,
      scenarioTimeoutMs: given.scenarioTimeout,
      runTimeoutMs: given.runTimeout,
      concurrency: given.concurrency,
      failOn: given.failOn,
      baseline: given.baseline,
      requireContainers: given.requireContainers,
      reports: given.report === undefined ? undefined : reportFiles(given.report),
      signKey: given.signKey,
      output: given.output,
    }),
  };
}

type Possibly<T> = { [K in keyof T]?: T[K] | undefined };

const present = <T extends object>(given: Possibly<T>): T =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;

/** Further words that a program gives, read as `mcptc run` reads them. Throws `UsageError`. */
export function parseRunWords(words: readonly string[]): RunRequest {
  const at = words.indexOf('--');
  let said = '';
  const run = addRunOptions(new Command('run'))
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: (text) => (said += text) });
  try {
    run.parse(at === -1 ? words : words.slice(0, at), { from: 'user' });
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    throw new UsageError(`options.args: ${said.trim() || cause.message}`, '`mcptc run --help` names them.', {
      cause,
    });
  }
  const given = Object.entries(run.opts<RunCommandOptions>()).filter(
    ([name]) => run.getOptionValueSource(name) !== 'default',
  );
  return makeRunRequest(run.args, at === -1 ? undefined : words.slice(at + 1), Object.fromEntries(given));
}
