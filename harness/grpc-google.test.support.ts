/** Runs scenarios against a typed gRPC service that is served in this process. */
import { addGoogleNeighbours } from '../adapters/grpc-google/server/neighbours.js';
import { addGoogleService, type GoogleService } from '../adapters/grpc-google/server/service.js';
import { createGrpcServer, listenOn } from '../adapters/grpc/server/listen.js';
import type { Revision } from '../adapters/revision.js';
import { alterResponses } from '../containers/servers/faulty/google.js';
import { FAULT_KEY, standBefore } from '../containers/servers/faulty/grpc.js';
import type { Fault } from '../containers/servers/faulty/fault.js';
import type { GoogleFault } from '../containers/servers/faulty/rows/google-kinds.js';
import type { Target } from '../containers/targets/target.js';
import type { Result } from '../reports/result/result.js';
import { runOn } from './faults.test.support.js';

/** What stands between the service and the client. */
export interface Between {
  readonly response?: GoogleFault['response'];
  /** Below the messages, on HTTP/2. */
  readonly relayed?: Fault;
}

/** Throws where a case broke that is ours. */
export async function runOnGoogle(
  service: GoogleService,
  revisions: 'auto' | readonly Revision[],
  names: readonly string[],
  { response, relayed }: Between = {},
): Promise<Result> {
  const server = createGrpcServer();
  addGoogleService(response === undefined ? server : alterResponses(server, response), service);
  addGoogleNeighbours(server);
  const { url, close } = await listenOn(server, { host: '127.0.0.1', port: 0 });
  const { host } = new URL(url);
  const relay = relayed === undefined ? undefined : await standBefore(host, { [FAULT]: relayed });
  try {
    const result = await runOn(targetAt(relay?.address ?? host), revisions, names);
    const broken = result.cases.filter(({ status }) => status === 'error');
    if (broken.length > 0) throw new Error(`cases of ours broke: ${JSON.stringify(broken).slice(0, 2_000)}`);
    return result;
  } finally {
    relay?.close();
    server.forceShutdown();
    await close();
  }
}

/** The one fault of a relay. */
const FAULT = 'fault';

const targetAt = (address: string): Target => ({
  name: 'google',
  secrets: [],
  hosts: {
    'grpc-google': {
      reproduceWith: [],
      startable: false,
      remote: false,
      claimed: true,
      lease: async () => ({
        endpoint: { address, metadata: { [FAULT_KEY]: FAULT } },
        stderr: () => '',
        release: async () => {},
      }),
    },
  },
  stop: async () => {},
});
