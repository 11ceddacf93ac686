import { afterEach } from '@jest/globals';
import { Metadata, Server, ServerCredentials, type ServerWritableStream, type status } from '@grpc/grpc-js';
import type { Connection } from '../adapter.js';
import type { Revision } from '../revision.js';
import { openBundledClient } from '../testing/client.js';
import type { Json } from '../json.js';
import { makeServerCodec } from './server/codec.js';
import type { GrpcGoogleEndpoint } from './endpoint.js';
import { formatRpcPath, rpcs, type Method } from './rpcs.js';

/** One RPC as the server has it: octets in, octets out. */
export type Call = ServerWritableStream<Buffer, Buffer>;

export interface Asked {
  request: Json;
  metadata: Metadata;
}

interface Running {
  endpoint: GrpcGoogleEndpoint;
  /** What was asked, in order, in the JSON form of the request. */
  asked: Asked[];
  /** Of each RPC by what happened to it: `cancelled`. */
  log: string[];
}

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

/** Called when the test is over. */
export const cleanUpAfter = (clean: () => void | Promise<void>): void => void cleanups.push(clean);

const asItIs = (bytes: Buffer): Buffer => bytes;

/** A real gRPC server on loopback that treats each RPC as the test says. `unary` registers them as the library's unary ones. */
export async function serve(
  handle: (call: Call, method: Method) => unknown,
  { unary = false, credentials = ServerCredentials.createInsecure() } = {},
): Promise<Running> {
  const running = { asked: [] as Asked[], log: [] as string[] };
  const server = new Server({
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
  });
  const methods = Object.keys(rpcs) as Method[];
  const take = (call: Call, method: Method): void => {
    const request = makeServerCodec().decode(rpcs[method].request, call.request);
    running.asked.push({ request, metadata: call.metadata });
    call.on('cancelled', () => running.log.push('cancelled'));
    handle(call, method);
  };
  server.addService(
    Object.fromEntries(
      methods.map((method) => [
        rpcs[method].name,
        {
          path: formatRpcPath(rpcs[method]),
          requestStream: false,
          responseStream: !unary,
          requestSerialize: asItIs,
          requestDeserialize: asItIs,
          responseSerialize: asItIs,
          responseDeserialize: asItIs,
        },
      ]),
    ),
    Object.fromEntries(
      methods.map((method) => [
        rpcs[method].name,
        (call: Call, answer?: (error: null, bytes: Buffer) => void) => {
          // A unary handler answers once, by its second argument.
          const write = (bytes: Buffer) => answer?.(null, bytes);
          take(unary ? Object.assign(call, { write, end: () => {} }) : call, method);
        },
      ]),
    ),
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  cleanUpAfter(() => server.forceShutdown());
  return { ...running, endpoint: { address: `127.0.0.1:${port}`, metadata: {} } };
}

/** Writes one typed response. */
export const say = (call: Call, method: Method, json: Json): boolean =>
  call.write(makeServerCodec().encode(rpcs[method].response, json));

/** Answers every RPC with this response and OK. */
export const makeAnswering =
  (json: Json) =>
  (call: Call, method: Method): void => {
    say(call, method, json);
    call.end();
  };

/** Ends the RPC with this status, and `mcp-error-code` where the server tells one. */
export const makeFailing =
  (code: status, details = 'no', trailers: Record<string, string> = {}) =>
  (call: Call): void => {
    const metadata = new Metadata();
    for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
    call.emit('error', { code, details, metadata });
  };

export async function open(
  endpoint: GrpcGoogleEndpoint,
  revision: Revision = '2025-11-25',
  options: Parameters<typeof openBundledClient>[3] = {},
) {
  const client = await openBundledClient('grpc-google', endpoint, revision, options);
  cleanUpAfter(async () => void (await client.connection.close('abrupt')));
  return client;
}

/** Sends one request and gives the next frame's document. */
export async function ask(
  { connection, frames }: Awaited<ReturnType<typeof open>>,
  method: string,
  params: Json = {},
  id: number | string = 1,
): Promise<Json> {
  send(connection, method, params, id);
  return (await frames.take()).json as Json;
}

export const send = (connection: Connection, method: string, params: Json = {}, id: number | string = 1) =>
  connection.send({ body: { jsonrpc: '2.0', id, method, params } });
