/** The servers of the demo: where each is, what it offers, and what of it is run. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LEGACY_REVISIONS, MODERN_REVISIONS } from '../../../adapters/revision.js';
import { knownSdkFailures } from '../../../containers/servers/reference/known-failures.js';
import type { KnownFailure } from '../../../reports/result/result.js';
import type { Config } from '../../config/load.js';
import type { RunOptions } from '../../run/contract.js';

export interface DemoServer {
  /** Of its folder. */
  name: 'dual-era' | 'legacy' | 'weather';
  /** Of its file below `containers/servers/`. */
  file: string;
  /** As its config says it. */
  target: string;
  transports: readonly string[];
  revisions: RunOptions['revisions'];
  fixtures: RunOptions['fixtures'];
  /** Cases at a time. */
  concurrency: number;
  baseline: readonly KnownFailure[];
  only: NonNullable<RunOptions['only']>;
  /** By tool, what it is called with: a reader finds in the findings what they would have asked. */
  examples: NonNullable<Config['examples']>;
}

/** What a newcomer sees in seconds: the newest revision of each era in some depth, of the older ones a glance. */
const NEWEST: readonly string[] = [LEGACY_REVISIONS.at(-1), MODERN_REVISIONS.at(-1)].filter(
  (r) => r !== undefined,
);

/**
 * What a newcomer waits for: of what shares a session, the heart of the protocol; at older revisions less of it, and nothing
 * that calls many tools.
 */
const QUICK = /^shared\/(lifecycle|messages|discovery|tools|resources|prompts)\//;
const QUICKEST = /^shared\/(lifecycle|tools)\/(?!input-is-validated|safe-calls)/;

const isQuick: DemoServer['only'] = ({ revision, scenario, isolation }) =>
  isolation === 'shared' && (NEWEST.includes(revision) ? QUICK : QUICKEST).test(scenario);

/** Where the faults of the third server show, each in one scenario, and what is right about it beside them. */
const SHOWS =
  /^(shared\/(lifecycle\/(initialize-result|ping)|messages\/(id-is-echoed|unknown-method)|tools\/(list|names|safe-calls|schemas-are-valid))|streamable-http\/(origin|reply-content-type))$/;

const ALL = ['stdio', 'streamable-http', 'websocket', 'grpc'] as const;

/** Two that are right: one speaks both eras, one the legacy era only. */
const makeRight = (name: 'dual-era' | 'legacy'): DemoServer => ({
  name,
  file: `reference/${name}.js`,
  target: `reference ${name}`,
  transports: ALL,
  revisions: 'all',
  fixtures: 'require',
  concurrency: 6,
  baseline: listKnown(name),
  only: isQuick,
  examples: {},
});

export const RIGHT: readonly [DemoServer, DemoServer] = [makeRight('dual-era'), makeRight('legacy')];

export const FAULTY: DemoServer = {
  name: 'weather',
  file: 'demo/weather.js',
  target: 'weather',
  transports: ['stdio', 'streamable-http', 'websocket'],
  revisions: [LEGACY_REVISIONS.at(-1)!],
  fixtures: 'ignore',
  // One on each transport: two at a time over stdio would be two processes.
  concurrency: 3,
  baseline: [],
  only: ({ scenario }) => SHOWS.test(scenario),
  examples: { forecast: [{ city: 'Bern' }] },
};

/** What the SDK under a server is known to get wrong. */
function listKnown(name: 'dual-era' | 'legacy'): KnownFailure[] {
  return knownSdkFailures
    .filter(({ servers }) => servers.includes(name))
    .map(({ servers: _, ...fault }) => ({ ...fault, owner: 'the reference servers', expires: '2027-06-01' }));
}

/** These servers are ours: they are held to every check that there is. */
export const SETS = 'latest' as const;

/** How it is started, and what of it is judged. Throws where the server is not there. */
export function makeConfig({ file, target, transports, examples }: DemoServer): Config {
  const path = fileURLToPath(new URL(`../../../containers/servers/${file}`, import.meta.url));
  if (!existsSync(path)) throw new Error(`${path} is missing from this installation`);
  const start = (...args: string[]): string[] => [process.execPath, path, ...args];
  const listening = transports.filter((name) => name !== 'stdio');
  // The same command is the same process: one server that listens on all of them.
  const listens = {
    command: start(...listening.flatMap((name) => [PORTS[name] ?? '', '0'])),
    ready: 'json-line' as const,
  };
  return {
    target,
    set: SETS,
    examples,
    transports: {
      stdio: { command: start('--stdio') },
      ...Object.fromEntries(
        listening.map((name) => [name, name === 'streamable-http' ? listens : { ...listens, claim: true }]),
      ),
    },
  };
}

/** The same as a file like anybody's. */
export const formatConfig = ({ transports, ...rest }: Config): string =>
  [
    ...Object.entries(rest).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
    'transports:',
    ...Object.entries(transports).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`),
    '',
  ].join('\n');

const PORTS: Readonly<Record<string, string>> = {
  'streamable-http': '--http-port',
  websocket: '--ws-port',
  grpc: '--grpc-port',
};
