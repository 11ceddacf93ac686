import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EndpointOf, TransportName } from '../index.js';
import { LOG_VARIABLE } from './behaviour.js';
import { until } from './until.js';

/** Starts targets of one transport for the contract test; one line a transport in `hosts`. */
export interface TestHost<Endpoint> {
  start(...words: string[]): Promise<Running<Endpoint>>;
  /** Where nothing can be reached, and a word that the hint must have. */
  absent(): Promise<{ endpoint: Endpoint; hint: RegExp }>;
}

export interface Running<Endpoint> {
  readonly endpoint: Endpoint;
  /** What the target logged, line by line. */
  log(): string[];
  /** The processes that the target said it consists of. */
  pids(): number[];
  stop(): Promise<void>;
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

function logFile() {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  const file = join(folder, 'log');
  const log = (): string[] => {
    try {
      return readFileSync(file, 'utf8').trimEnd().split('\n');
    } catch {
      return []; // not written yet
    }
  };
  const numbers = (word: string): number[] =>
    log().flatMap((line) => (line.startsWith(`${word} `) ? [Number(line.slice(word.length))] : []));
  return { file, log, numbers, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const stdio: TestHost<EndpointOf['stdio']> = {
  async start(...words) {
    const { file, log, numbers, remove } = logFile();
    return {
      endpoint: {
        command: process.execPath,
        args: [script('stdio-target.js'), ...words],
        env: { [LOG_VARIABLE]: file },
      },
      log,
      pids: () => numbers('pid'),
      stop: async () => remove(),
    };
  },
  absent: async () => ({
    endpoint: { command: 'no-such-command-for-the-contract-test', args: [], env: {} },
    hint: /PATH/,
  }),
};

/** Starts a target script that logs its port, and says how to reach it. */
async function listening(name: string, words: readonly string[]) {
  const { file, log, numbers, remove } = logFile();
  const child = spawn(process.execPath, [script(name), ...words], {
    env: { ...process.env, [LOG_VARIABLE]: file },
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  await until(`${name} to listen`, () => numbers('port').length > 0);
  return {
    port: numbers('port')[0],
    running: {
      log,
      pids: () => [],
      stop: async () => {
        child.kill('SIGKILL');
        await exited;
        remove();
      },
    },
  };
}

/** A port of loopback where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const streamableHttp: TestHost<EndpointOf['streamable-http']> = {
  async start(...words) {
    const { port, running } = await listening('http-target.js', words);
    return { endpoint: { url: `http://127.0.0.1:${port}/mcp`, headers: {} }, ...running };
  },
  absent: async () => ({
    endpoint: { url: `http://127.0.0.1:${await closedPort()}/mcp`, headers: {} },
    hint: /listens on/,
  }),
};

const websocket: TestHost<EndpointOf['websocket']> = {
  async start(...words) {
    const { port, running } = await listening('websocket-target.js', words);
    return { endpoint: webSocketAt(port), ...running };
  },
  absent: async () => ({ endpoint: webSocketAt(await closedPort()), hint: /listens on/ }),
};

const webSocketAt = (port: number | undefined): EndpointOf['websocket'] => ({
  url: `ws://127.0.0.1:${port}/mcp`,
  headers: {},
  profile: 'mcp',
});

export const hosts: { [T in TransportName]: TestHost<EndpointOf[T]> } = {
  stdio,
  'streamable-http': streamableHttp,
  websocket,
};
