import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startTarget, type TestHost } from '../contract/host.js';

/** A host for a target of this folder that logs the port of loopback on which it listens. */
export const makeListeningHost = <Endpoint>(
  file: string,
  endpoint: (port: number | undefined) => Endpoint,
): Pick<TestHost<Endpoint>, 'start' | 'absent'> => ({
  async start(...words) {
    const { numbers, ...running } = await startTarget([locateScript(file), ...words], 'port');
    return { endpoint: endpoint(numbers('port')[0]), ...running };
  },
  absent: async () => ({ endpoint: endpoint(await closedPort()), hint: /listens on/ }),
});

export const locateScript = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** A port of loopback where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
