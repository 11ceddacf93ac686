import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { LOG_VARIABLE } from '../contract/behaviour.js';
import { logFile, startTarget, type TestHost } from '../contract/host.js';
import type { EndpointOf, TransportName } from '../index.js';
import type { CommandEndpoint } from '../stdio/endpoint.js';

export type { Running, TestHost } from '../contract/host.js';

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const stdio: TestHost<CommandEndpoint> = {
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

/** Starts a target that logs its port, and says how to reach it. */
async function listening(name: string, words: readonly string[]) {
  const { numbers, ...running } = await startTarget([script(name), ...words], 'port');
  return { port: numbers('port')[0], running };
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
  wholeMessages: true,
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

const grpc: TestHost<EndpointOf['grpc']> = {
  wholeMessages: true,
  async start(...words) {
    const { port, running } = await listening('grpc-target.js', words);
    return { endpoint: grpcAt(port), ...running };
  },
  absent: async () => ({ endpoint: grpcAt(await closedPort()), hint: /listens on/ }),
};

const grpcAt = (port: number | undefined): EndpointOf['grpc'] => ({
  address: `127.0.0.1:${port}`,
  metadata: {},
  preset: 'tunnel',
});

/** Transports that cannot run the contract test, each with the reason. */
export const unhosted = {
  'grpc-google': 'typed messages have no room for made-up methods: grpc-google/*.test.ts holds the like',
} satisfies Partial<Record<TransportName, string>>;

/** One line a transport: each is here or in `unhosted`. */
type Hosts = {
  [T in Exclude<TransportName, keyof typeof unhosted>]: TestHost<EndpointOf[T]>;
};

export const hosts = {
  stdio,
  'streamable-http': streamableHttp,
  websocket,
  grpc,
} satisfies Hosts;
