/** The traits of streams and of single calls, and what a gRPC connection is made of. */
import type { Client } from '@grpc/grpc-js';
import type { OpenOptions, Traits } from '../adapter.js';
import type { GrpcEndpoint } from './endpoint.js';
import type { Route } from './presets.js';

export const SESSION_TRAITS: Traits = {
  channelPerRequest: false,
  abandonCancels: false,
  serverChannel: 'inherent',
  raw: true,
};

export const CALL_TRAITS: Traits = {
  channelPerRequest: true,
  abandonCancels: true,
  serverChannel: 'none',
  raw: true,
};

/** What a connection is made of, whatever its mode. */
export interface ConnectionContext {
  /** Connected; the connection closes it. */
  client: Client;
  endpoint: GrpcEndpoint;
  route: Route;
  options: OpenOptions;
}

/** Bytes go through as they are: frames are taken apart by us, so that whatever is in them can be seen. */
export const passThrough = (bytes: Buffer): Buffer => bytes;

export const CLOSED = 'the connection was closed';
