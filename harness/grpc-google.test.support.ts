/** Runs scenarios against a typed gRPC service that is served in this process. */
import type { GrpcGoogleEndpoint } from '../adapters/grpc-google/endpoint.js';
import { addGoogleNeighbours } from '../adapters/grpc-google/server/neighbours.js';
import { addGoogleService, type GoogleService } from '../adapters/grpc-google/server/service.js';
import { createGrpcServer, listenOn } from '../adapters/grpc/server/listen.js';
import type { Revision } from '../adapters/revision.js';
import { alterResponses } from '../containers/servers/faulty/google.js';
import { FAULT_KEY, standBefore } from '../containers/servers/faulty/grpc.js';
import type { Fault } from '../containers/servers/faulty/fault.js';
import type { GoogleFault } from '../containers/servers/faulty/rows/google-kinds.js';
import { TOKENS } from '../containers/servers/faulty/two-users.js';
import type { Target } from '../containers/targets/target.js';
import type { Result } from '../reports/result/result.js';
import { runOn } from './faults.test.support.js';

/** What stands between the service and the client. */
export interface Between {
  readonly response?: GoogleFault['response'];
  /** Below the messages, on HTTP/2. */
  readonly relayed?: Fault;
  /** The config names two users. */
  readonly twoUsers?: true;
}

/** Throws where a case broke that is ours. */
export async function runOnGoogle(
  service: GoogleService,
  revisions: 'auto' | readonly Revision[],
  names: readonly string[],
  { response, relayed, twoUsers }: Between = {},
): Promise<Result> {
  const server = createGrpcServer();
  addGoogleService(response === undefined ? server : alterResponses(server, response), service);
  addGoogleNeighbours(server);
  const { url, close } = await listenOn(server, { host: '127.0.0.1', port: 0 });
  const { host } = new URL(url);
  const relay = relayed === undefined ? undefined : await standBefore(host, { [FAULT]: relayed });
  try {
    const result = await runOn(targetAt(relay?.address ?? host, twoUsers), revisions, names);
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

const as =
  (token?: string) =>
  (endpoint: Pick<GrpcGoogleEndpoint, 'address'>): GrpcGoogleEndpoint => ({
    ...endpoint,
    metadata: {
      [FAULT_KEY]: FAULT,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  });

const IDENTITIES = { a: as(TOKENS.a), b: as(TOKENS.b), nobody: as() };

const targetAt = (address: string, twoUsers?: true): Target => ({
  name: 'google',
  secrets: [],
  hosts: {
    'grpc-google': {
      reproduceWith: [],
      startable: false,
      remote: false,
      claimed: true,
      ...(twoUsers && { identities: IDENTITIES }),
      lease: async () => ({
        endpoint: (twoUsers ? IDENTITIES.a : IDENTITIES.nobody)({ address }),
        stderr: () => '',
        release: async () => {},
      }),
    },
  },
  stop: async () => {},
});
