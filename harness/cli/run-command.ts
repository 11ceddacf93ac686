import type { Command } from 'commander';
import { Option } from 'commander';
import { formatNames } from '../../reports/index.js';
import { FAIL_ON } from '../run/contract.js';
import type { CaseSelector, FailOn } from '../run/contract.js';
import type { Invocation } from './invocation.js';
import {
  parseCaseSelectors,
  parseDuration,
  parseHeader,
  makeIntegerParser,
  parseList,
  makeListParser,
  makeReportRequestParser,
  parseSettings,
  parseShard,
  parseVariable,
} from './values.js';
import type { Shard } from '../../reports/result/shards.js';
import type { Setting } from './settings.js';
import type { ReportRequest } from './values.js';

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
  fixtures: 'auto' | 'require' | 'ignore';
  allowTool?: string[];
  seed?: number;
  shard?: Shard;
  set?: Setting[];
  env?: Record<string, string | undefined>;
  cwd?: string;
  header?: Record<string, string>;
  bearerEnv?: string;
  ca?: string;
  cert?: string;
  key?: string;
  insecure?: true;
  startTimeout: number;
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
}

export function addRun(program: Command, invocation: Invocation): void {
  const run = program
    .command('run')
    .description('test a server on the transports that it offers')
    .argument(
      '[url...]',
      'http(s)://, ws(s):// or grpc(s):// endpoint; the stdio target is the command after --',
    )
    .usage('[URL…] [options] [-- COMMAND ARG…]');
  target(run);
  selection(run);
  limits(run);
  run
    .addOption(
      new Option(
        '--fail-on <list>',
        `what makes the run fail: ${FAIL_ON.join(', ')} (default: fail)`,
      ).argParser(makeListParser(FAIL_ON)),
    )
    .addOption(
      new Option(
        '--report <format[=path]>',
        `also ${formatNames.join(' or ')}; without a path to standard output`,
      ).argParser(makeReportRequestParser(formatNames)),
    )
    .option('--baseline <file>', 'failures that are known and excused; what is excused for nothing fails')
    .option('--sign-key <file>', 'PEM: signs the result with this Ed25519 key')
    .option('--output <folder>', 'where result and transcripts are left (default: .mcptc)')
    .option('--quiet', 'no progress')
    .addHelpText('after', EXAMPLES)
    .action(async (urls: string[], options: RunCommandOptions) => {
      const { runCommand } = await import('./run.js');
      invocation.exit(await runCommand(urls, invocation.command, options));
    });
}

function target(run: Command): void {
  run
    .option('--config <file>', 'a config file; mcptc.yaml in the working folder is found by itself')
    .option('--from <file>', "a client's own file, such as .mcp.json")
    .option('--server <name>', 'which server of --from')
    .option(
      '--image <name>',
      'a container image: URLs then name ports in it, and what stands after -- runs in it on stdio',
    )
    .addOption(new Option('--env <name[=value]>', 'for the target; repeats').argParser(parseVariable))
    .option('--cwd <folder>', 'where the target is started')
    .addOption(
      new Option('--header <"K: V">', 'with every request, upgrade or call; repeats').argParser(parseHeader),
    )
    .option('--bearer-env <name>', 'environment variable that holds a bearer token')
    .option('--ca <file>', 'PEM: certificate authority of the server')
    .option('--cert <file>', 'PEM: client certificate')
    .option('--key <file>', 'PEM: its key')
    .option('--insecure', 'accept any certificate')
    .option('--set <transport.option=value>', 'an option of one transport; repeats', parseSettings);
}

function selection(run: Command): void {
  run
    .option('--revision <list>', 'auto, all, draft, or dates such as 2025-11-25 (default: auto)', parseList)
    .option('--transport <list>', 'only these transports', parseList)
    .option('--scenario <list>', 'only these scenarios, by prefix or glob', parseList)
    .option('--case <transport/revision/scenario>', 'exactly this case; repeats', parseCaseSelectors)
    .addOption(
      new Option('--fixtures <mode>', 'whether the target has the official fixtures')
        .choices(['auto', 'require', 'ignore'])
        .default('auto'),
    )
    .option(
      '--allow-tool <list>',
      'tools that may be called although they are not annotated read-only',
      parseList,
    )
    .option('--seed <n>', 'repeats the choices of an earlier run', makeIntegerParser(0, 2 ** 31 - 1))
    .addOption(
      new Option(
        '--shard <i/n>',
        'only the i-th of n parts of the plan; `mcptc report` joins them',
      ).argParser(parseShard),
    );
}

const timeout = (flag: string, text: string, standard: string): Option =>
  new Option(`${flag} <time>`, text).argParser(parseDuration).default(parseDuration(standard), standard);

function limits(run: Command): void {
  run
    .addOption(timeout('--start-timeout', 'for the target to come up', '60s'))
    .addOption(timeout('--request-timeout', 'for one reply', '10s'))
    .addOption(timeout('--scenario-timeout', 'for one scenario', '30s'))
    .addOption(timeout('--run-timeout', 'for everything', '10m'))
    .option('--concurrency <n>', 'cases at a time', makeIntegerParser(1, 64))
    .option('--require-containers', 'exit with 3 where something cannot run for want of a container engine');
}

const EXAMPLES = `
Examples:
  mcptc run -- node dist/server.js
  mcptc run http://127.0.0.1:3000/mcp
  mcptc run http://127.0.0.1:3000/mcp -- node dist/server.js     one target, two transports
  mcptc run ws://127.0.0.1:3000/mcp grpc://127.0.0.1:50051 --set websocket.profile=plain
  mcptc run --image my-server:latest                                an image that speaks on stdio
  mcptc run --image my-server:latest http://127.0.0.1:3000/mcp      one that listens on its port 3000
  mcptc run --from .mcp.json --server files --revision all
  mcptc run --scenario shared/tools,stdio/ --fail-on fail,warn --report json=result.json -- node server.js
  mcptc run --shard 2/5 --output shard-2 -- node server.js
  mcptc run --case stdio/2025-11-25/shared/messages/id-is-echoed -- node server.js`;
