/** The `run` command: its arguments, options, defaults and help text. */
import type { Command } from 'commander';
import { Option } from 'commander';
import { formatNames } from '../../reports/index.js';
import { FAIL_ON } from '../run/contract.js';
import type { CaseSelector, FailOn } from '../run/contract.js';
import { DEFAULTS, MAX_CONCURRENCY, MAX_SEED } from '../api/limits.js';
import type { ConformanceOptions } from '../api/options.cjs';
import type { Invocation } from './invocation.js';
import { describeOptions, listSchemes } from '../api/transport-help.js';
import {
  parseCaseSelectors,
  parseDuration,
  formatDuration,
  parseHeader,
  makeIntegerParser,
  parseList,
  makeListParser,
  makeReportRequestParser,
  parseSetValues,
  parseShard,
  parseVariable,
} from './values.js';
import type { Shard } from '../../reports/result/shards.js';
import type { ReportRequest, SetValues } from './values.js';

/** The options of `run` as commander delivers them; lists are absent where the option was not given. */
export interface RunCommandOptions {
  config?: string;
  from?: string;
  server?: string;
  image?: string;
  requireContainers?: true;
  revision?: string[];
  transport?: string[];
  scenario?: string[];
  case?: CaseSelector[];
  fixtures: NonNullable<ConformanceOptions['fixtures']>;
  allowTool?: string[];
  seed?: number;
  shard?: Shard;
  set?: SetValues;
  env?: Record<string, string | undefined>;
  cwd?: string;
  header?: Record<string, string>;
  bearerEnv?: string;
  ca?: string;
  cert?: string;
  key?: string;
  insecure?: true;
  startTimeout?: number;
  requestTimeout: number;
  scenarioTimeout: number;
  runTimeout: number;
  concurrency?: number;
  failOn?: FailOn[];
  baseline?: string;
  signKey?: string;
  report?: ReportRequest[];
  output?: string;
  quiet?: true;
  verbose?: true;
}

export function addRun(program: Command, invocation: Invocation): void {
  addRunOptions(program.command('run'))
    .description('test a server on the transports that it offers')
    .addHelpText('after', () => `\nOptions of transports, for --set:\n${describeOptions()}\n${EXAMPLES}`)
    .action(async (urls: string[], options: RunCommandOptions) => {
      const { runCommand } = await import('./run.js');
      invocation.exit(await runCommand(urls, invocation.command, options));
    });
}

/** Everything that may stand after `mcptc run`. */
export function addRunOptions(run: Command): Command {
  run
    .argument('[url...]', `${listSchemes()} endpoint; the stdio target is the command after --`)
    .usage('[URL…] [options] [-- COMMAND ARG…]');
  target(run);
  selection(run);
  limits(run);
  return run
    .addOption(
      new Option(
        '--fail-on <list>',
        `what makes the run fail: ${FAIL_ON.join(', ')} (default: fail)`,
      ).argParser(makeListParser(FAIL_ON)),
    )
    .addOption(
      new Option(
        '--report <format[=path]>',
        `also write ${formatNames.join(' or ')}; without a path, to standard output`,
      ).argParser(makeReportRequestParser(formatNames)),
    )
    .option('--baseline <file>', 'known failures to excuse; an entry that excuses nothing makes the run fail')
    .option('--sign-key <file>', 'PEM: signs the result with this Ed25519 key')
    .option('--output <folder>', 'where result and transcripts are left (default: .mcptc)')
    .option('--quiet', 'show no progress')
    .option('--verbose', 'show in full what fails nothing, too: warnings, what is new, and robustness');
}

function target(run: Command): void {
  run
    .option('--config <file>', 'a config file; mcptc.yaml in the working folder is found by itself')
    .option('--from <file>', "a client's own file, such as .mcp.json")
    .option('--server <name>', 'which server of --from')
    .option(
      '--image <name>',
      'a container image: URLs then name ports in it, and the command after -- runs in it on stdio',
    )
    .addOption(
      new Option('--env <name[=value]>', 'a variable for the target; may be given several times').argParser(
        parseVariable,
      ),
    )
    .option('--cwd <folder>', 'where the target is started')
    .addOption(
      new Option(
        '--header <"K: V">',
        'a header for every request, upgrade or call; may be given several times',
      ).argParser(parseHeader),
    )
    .option('--bearer-env <name>', 'environment variable that holds a bearer token')
    .option('--ca <file>', 'PEM: certificate authority of the server')
    .option('--cert <file>', 'PEM: client certificate')
    .option('--key <file>', 'PEM: its key')
    .option('--insecure', 'accept any certificate')
    .option(
      '--set <transport.option=value|set>',
      'an option of one transport; or what the exit code is held to: latest, or a set such as 2025-11-25@1',
      parseSetValues,
    );
}

function selection(run: Command): void {
  run
    .option('--revision <list>', 'auto, all, draft, or dates such as 2025-11-25 (default: auto)', parseList)
    .option('--transport <list>', 'only these transports', parseList)
    .option('--scenario <list>', 'only these scenarios, by prefix or glob', parseList)
    .option(
      '--case <transport/revision/scenario>',
      'exactly this case; may be given several times',
      parseCaseSelectors,
    )
    .addOption(
      new Option('--fixtures <mode>', 'whether the target has the official fixtures')
        .choices(['auto', 'require', 'ignore'])
        .default(DEFAULTS.fixtures),
    )
    .option(
      '--allow-tool <list>',
      'tools that may be called although they are not annotated read-only',
      parseList,
    )
    .option('--seed <n>', 'repeats the choices of an earlier run', makeIntegerParser(0, MAX_SEED))
    .addOption(
      new Option(
        '--shard <i/n>',
        'only the i-th of n parts of the plan; `mcptc report` joins them',
      ).argParser(parseShard),
    );
}

const timeout = (flag: string, text: string, standard: number): Option =>
  new Option(`${flag} <time>`, text).argParser(parseDuration).default(standard, formatDuration(standard));

function limits(run: Command): void {
  run
    .addOption(
      new Option(
        '--start-timeout <time>',
        `how long a target that is started may take to give its first answer (default: ${formatDuration(DEFAULTS.startTimeoutMs)}); ` +
          'where it is given, a URL is waited for as long, too',
      ).argParser(parseDuration),
    )
    .addOption(timeout('--request-timeout', 'how long one reply may take', DEFAULTS.requestTimeoutMs))
    .addOption(timeout('--scenario-timeout', 'how long one scenario may take', DEFAULTS.scenarioTimeoutMs))
    .addOption(timeout('--run-timeout', 'how long the whole run may take', DEFAULTS.runTimeoutMs))
    .option('--concurrency <n>', 'how many cases run at a time', makeIntegerParser(1, MAX_CONCURRENCY))
    .option('--require-containers', 'exit with 3 if something cannot run without a container engine');
}

const EXAMPLES = `
Examples:
  mcptc run -- node dist/server.js
  mcptc run http://127.0.0.1:3000/mcp
  mcptc run http://127.0.0.1:3000/mcp -- node dist/server.js     one target, two transports
  mcptc run ws://127.0.0.1:3000/mcp grpc://127.0.0.1:50051 --set websocket.profile=plain
  mcptc run --image my-server:latest                                an image that speaks on stdio
  mcptc run --image my-server:latest http://127.0.0.1:3000/mcp      one that listens on its port 3000
  mcptc run --set latest -- node server.js                          every check counts, those that are new too
  mcptc run --from .mcp.json --server files --revision all
  mcptc run --scenario shared/tools,stdio/ --fail-on fail,warn --report json=result.json -- node server.js
  mcptc run --shard 2/5 --output shard-2 -- node server.js
  mcptc run --case stdio/2025-11-25/shared/messages/id-is-echoed -- node server.js`;
