/** Asks the gRPC health and reflection services of a server. */
import { status, type Client, type StatusObject } from '@grpc/grpc-js';
import { observe } from '../observation.js';
import type { HealthCheckRequest } from '../../proto/generated/grpc/health/v1/HealthCheckRequest.js';
import type { HealthCheckResponse__Output } from '../../proto/generated/grpc/health/v1/HealthCheckResponse.js';
import type { ServerReflectionRequest } from '../../proto/generated/grpc/reflection/v1/ServerReflectionRequest.js';
import type { ServerReflectionResponse__Output } from '../../proto/generated/grpc/reflection/v1/ServerReflectionResponse.js';
import type { GrpcAnswer, SymbolAnswer } from './endpoint.js';
import { flattenMetadata, toMetadata } from './metadata.js';
import { passThrough, type ConnectionContext } from './connection-context.js';
import { loadProto, findMessageType } from './proto.js';
import { formatStatus } from './status.js';

/** Of any binding on gRPC. */
type Asked = Pick<ConnectionContext, 'client'> & {
  options: Pick<ConnectionContext['options'], 'transcript'>;
  endpoint: Pick<ConnectionContext['endpoint'], 'metadata'>;
};

/** Milliseconds for an answer. */
const ANSWER_MS = 5_000;

const UNIMPLEMENTED: number = status.UNIMPLEMENTED;
const HEALTH = '/grpc.health.v1.Health/Check';
const REFLECTION = ['v1', 'v1alpha'].map(
  (version) => `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
);

/** The status that the health service gives (1 is SERVING); `service` by its full name, empty for the server as a whole. */
export async function checkHealth(
  context: Asked,
  service: string,
  channel: string,
): Promise<GrpcAnswer<number>> {
  const root = loadProto('grpc_health.proto');
  const request = findMessageType<HealthCheckRequest, unknown>(root, 'grpc.health.v1.HealthCheckRequest');
  const response = findMessageType<object, HealthCheckResponse__Output>(
    root,
    'grpc.health.v1.HealthCheckResponse',
  );
  return ask(
    context,
    HEALTH,
    request.encode({ service }),
    channel,
    (bytes) => response.decode(bytes).status ?? 0,
  );
}

/** What the reflection service lists, at the first of its two names that the server knows. */
export const listServices = (context: Asked, channel: string): Promise<GrpcAnswer<readonly string[]>> =>
  askReflection(context, { listServices: '*' }, channel, ({ listServicesResponse }) =>
    (listServicesResponse?.service ?? []).map((each) => each.name ?? ''),
  );

/** What the reflection service describes under the full name of a service, a method or a message. */
export const describeSymbol = (
  context: Asked,
  symbol: string,
  channel: string,
): Promise<GrpcAnswer<SymbolAnswer>> =>
  askReflection(
    context,
    { fileContainingSymbol: symbol },
    channel,
    ({ fileDescriptorResponse, errorResponse }) => ({
      files: (fileDescriptorResponse?.fileDescriptorProto ?? []).map((file) => Buffer.from(file)),
      errorCode: errorResponse?.errorCode,
    }),
  );

async function askReflection<T>(
  context: Asked,
  question: ServerReflectionRequest,
  channel: string,
  read: (response: ServerReflectionResponse__Output) => T,
): Promise<GrpcAnswer<T>> {
  const root = loadProto('grpc_reflection.proto');
  const name = 'grpc.reflection.v1.ServerReflection';
  const request = findMessageType<ServerReflectionRequest, unknown>(root, `${name}Request`);
  const response = findMessageType<object, ServerReflectionResponse__Output>(root, `${name}Response`);
  const payload = request.encode(question);
  let answer: GrpcAnswer<T> | undefined;
  for (const path of REFLECTION) {
    answer = await ask(context, path, payload, channel, (bytes) => read(response.decode(bytes)));
    if (answer.status.value !== UNIMPLEMENTED) break;
  }
  if (answer === undefined) throw new Error('no reflection service to ask');
  return answer;
}

/** One message there and one back. `read` may throw: what comes is the target's. */
async function ask<T>(
  { client, endpoint, options }: Asked,
  path: string,
  payload: Buffer,
  channel: string,
  read: (bytes: Buffer) => T,
): Promise<GrpcAnswer<T>> {
  const { transcript } = options;
  transcript.record({ direction: 'out', channel, payload, binding: { ':path': path } });
  const { first, end } = await roundTrip(client, path, payload, endpoint.metadata);
  const text = formatStatus(end);
  const statusAt = observe<number>(end.code, 'gRPC status', [
    transcript.record({
      direction: 'in',
      channel,
      payload: text,
      binding: { 'grpc-status': String(end.code) },
    }),
  ]);
  if (first === undefined) return { status: statusAt };
  const entry = transcript.record({ direction: 'in', channel, payload: first });
  try {
    return { status: statusAt, value: observe(read(first), 'answer', [entry]) };
  } catch {
    transcript.note('the answer is no protobuf message of its type', channel);
    return { status: statusAt };
  }
}

/** What came back on one RPC. */
export interface RoundTrip {
  /** Initial metadata, flattened. */
  headers: Readonly<Record<string, string>>;
  first: Buffer | undefined;
  end: StatusObject;
}

/**
 * On a stream both ways: that reads the answer of a unary method as well, and half-closes in either case. Without a payload
 * nothing is said before that.
 */
export function roundTrip(
  client: Client,
  path: string,
  payload: Buffer | undefined,
  metadata: Readonly<Record<string, string>>,
): Promise<RoundTrip> {
  return new Promise((resolve) => {
    const deadline = Date.now() + ANSWER_MS;
    const call = client.makeBidiStreamRequest(path, passThrough, passThrough, toMetadata(metadata), {
      deadline,
    });
    let headers: RoundTrip['headers'] = {};
    let first: Buffer | undefined;
    call.on('metadata', (received) => (headers = flattenMetadata(received)));
    call.on('data', (bytes: Buffer) => (first ??= bytes));
    // The status says the same.
    call.on('error', () => {});
    call.on('status', (end: StatusObject) => resolve({ headers, first, end }));
    if (payload === undefined) call.end();
    else call.end(payload);
  });
}
