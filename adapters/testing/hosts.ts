import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { LOG_VARIABLE } from '../contract/behaviour.js';
import { logFile, type TestHost } from '../contract/host.js';
import { until } from '../contract/until.js';
import type { EndpointOf, TransportName } from '../index.js';

export type { Running, TestHost } from '../contract/host.js';

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

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

const streamableHttp: TestHost<EndpointOf['streamable-http']> = {
  async start(...words) {
    const { file, log, numbers, remove } = logFile();
    const child = spawn(process.execPath, [script('http-target.js'), ...words], {
      env: { ...process.env, [LOG_VARIABLE]: file },
      stdio: 'ignore',
    });
    const exited = once(child, 'exit');
    await until('the HTTP target to listen', () => numbers('port').length > 0);
    return {
      endpoint: { url: `http://127.0.0.1:${numbers('port')[0]}/mcp`, headers: {} },
      log,
      pids: () => [],
      stop: async () => {
        child.kill('SIGKILL');
        await exited;
        remove();
      },
    };
  },
  async absent() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return { endpoint: { url: `http://127.0.0.1:${port}/mcp`, headers: {} }, hint: /listens on/ };
  },
};

/** Transports that cannot run the contract test, each with the reason. */
export const unhosted = {} satisfies Partial<Record<TransportName, string>>;

/** One line a transport: each is here or in `unhosted`. */
export const hosts: { [T in Exclude<TransportName, keyof typeof unhosted>]: TestHost<EndpointOf[T]> } = {
  stdio,
  'streamable-http': streamableHttp,
};
