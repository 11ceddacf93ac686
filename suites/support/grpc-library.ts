/** What gRPC libraries are known to get wrong below every server on them, told by their own words. */
import type { GrpcExchange } from '../../adapters/grpc/endpoint.js';
import { endsWith, type GrpcClient } from './grpc-client.js';

const INTERNAL = 13;
const UNKNOWN = 2;

/** By what is wrong: the status and how its message begins. */
const KNOWN = {
  /** C-core (Python, C++, Ruby, PHP): grpc/grpc#36770. */
  encoding: [INTERNAL, /^Error parsing 'grpc-encoding' metadata/],
  /** C-core, and grpc-go. */
  list: [INTERNAL, /^Error parsing '[^']*-bin' metadata|^malformed binary metadata/],
  /** grpc-go and grpc-java. */
  cardinality: [INTERNAL, /^cardinality violation: received |^Half-closed without a request$/],
  /** The asyncio library of Python, and grpc-java. */
  malformed: [
    UNKNOWN,
    /^Unexpected <class 'google\.protobuf\.message\.DecodeError'>|^Application error processing RPC$/,
  ],
} as const;

export const BELOW = 'the gRPC library below the server refuses it, and not as it should';

/** Whether a call ended as a library is known for. */
export function isOfLibrary(exchange: GrpcExchange, kind: keyof typeof KNOWN): boolean {
  const [status, words] = KNOWN[kind];
  return exchange.status?.value === status && words.test(exchange.trailer('grpc-message').value ?? '');
}

/** A call with a compression that nobody has; its end tells C-core from the others. */
export async function tryUnknownEncoding(client: GrpcClient, encoding: string): Promise<GrpcExchange> {
  const { exchange } = client.knock({ compressed: true, metadata: { 'grpc-encoding': encoding } });
  await client.isOver(exchange);
  return exchange;
}

export const isUnimplemented = endsWith('UNIMPLEMENTED', 12);
