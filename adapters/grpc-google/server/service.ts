/** Serves the typed gRPC service: decodes each RPC, hands it over, and streams notices and the answer. */
import { once } from 'node:events';
import {
  Metadata,
  status,
  type handleServerStreamingCall,
  type Server,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import type { Json } from '../../json.js';
import { makeServerCodec } from './codec.js';
import { toParams } from './params.js';
import { toResponse } from './response.js';
import { METHODS, getRpcPath, RPCS, type Method } from './rpcs.js';

/** One request of a client. */
export interface GoogleCall {
  method: Method;
  /** As in the JSON-RPC request of that method. */
  params: Json;
  /** The protocol version that the client names; the newest served where it names none. */
  revision: string;
  /** Address and port of the client: one for each connection. */
  peer: string;
  /** The credentials that the client shows, where it does. */
  authorization: string | undefined;
  /** Aborts when the client cancels or goes away. */
  signal: AbortSignal;
  /** The least severe level to be sent, in MCP's words; `undefined` where the client wants no log messages. */
  logLevel: string | undefined;
  /** Before the answer, and only for `tools/call`: the other RPCs are unary to their clients. Waits until there is room. */
  progress: (progress: Json) => Promise<void>;
  log: (level: string, data: unknown) => Promise<void>;
  /** The result of the method, once. */
  answer: (result: Json) => Promise<void>;
}

export interface GoogleService {
  /** Protocol versions that are served, oldest first; requests for others are refused, and the newest is named to them. */
  versions: readonly string[];
  /** Answers. What it throws becomes a status: its `status`, or by its `code` where that is an MCP error code. */
  serve: (call: GoogleCall) => Promise<void>;
}

const VERSION_KEY = 'mcp-protocol-version';
const CODE_KEY = 'mcp-error-code';

/** Serves the typed service (`proto/mcp_google.proto`) in all its forms; `CallTool` streams, which unary clients can read. */
export function addGoogleService(server: Pick<Server, 'addService'>, service: GoogleService): void {
  const codec = makeServerCodec();
  server.addService(
    Object.fromEntries(
      METHODS.map((method) => {
        const [name, request, response] = RPCS[method];
        const definition = {
          path: getRpcPath(method),
          requestStream: false,
          responseStream: true,
          requestSerialize: (json: Json) => codec.encode(request, json),
          requestDeserialize: (bytes: Buffer) => codec.decode(request, bytes),
          responseSerialize: (json: Json) => codec.encode(response, json),
          responseDeserialize: (bytes: Buffer) => codec.decode(response, bytes),
        };
        return [name, definition];
      }),
    ),
    Object.fromEntries(METHODS.map((method) => [RPCS[method][0], handler(method, service)])),
  );
}

type Stream = ServerWritableStream<Json, Json>;

function handler(method: Method, { versions, serve }: GoogleService): handleServerStreamingCall<Json, Json> {
  return (stream) => {
    const newest = versions.at(-1) ?? '';
    const asked = stream.metadata.get(VERSION_KEY).map(String).at(-1) ?? newest;
    const metadata = new Metadata();
    metadata.set(VERSION_KEY, versions.includes(asked) ? asked : newest);
    stream.sendMetadata(metadata);
    if (!versions.includes(asked)) {
      fail(
        stream,
        status.UNIMPLEMENTED,
        `protocol version ${asked} is not served; ${versions.join(', ')} are`,
      );
      return;
    }
    void answer(stream, method, asked, serve);
  };
}

async function answer(
  stream: Stream,
  method: Method,
  revision: string,
  serve: GoogleService['serve'],
): Promise<void> {
  const gone = new AbortController();
  stream.once('cancelled', () => gone.abort());
  const say = async (response: Json): Promise<void> => {
    if (!gone.signal.aborted && !stream.write(response)) await once(stream, 'drain', { signal: gone.signal });
  };
  try {
    const { logLevel } = (stream.request['common'] ?? {}) as { logLevel?: string };
    await serve({
      method,
      params: toParams(method, stream.request),
      revision,
      peer: stream.getPeer(),
      authorization: stream.metadata.get('authorization').map(String)[0],
      signal: gone.signal,
      logLevel: logLevel?.replace('LOG_LEVEL_', '').toLowerCase(),
      progress: (progress) => say({ common: { progress } }),
      log: (level, data) =>
        say({ common: { logMessage: { logLevel: `LOG_LEVEL_${level.toUpperCase()}`, data } } }),
      answer: (result) => say(toResponse(method, result)),
    });
    if (!gone.signal.aborted) stream.end();
  } catch (error) {
    if (!gone.signal.aborted) refuse(stream, error);
  }
}

/** Statuses of the MCP codes that have one; `INTERNAL` for the rest, and the code itself in a trailer. */
const STATUS: Readonly<Record<number, status>> = {
  [-32700]: status.INVALID_ARGUMENT,
  [-32600]: status.INVALID_ARGUMENT,
  [-32602]: status.INVALID_ARGUMENT,
  [-32601]: status.UNIMPLEMENTED,
  [-32002]: status.NOT_FOUND,
  [-32603]: status.INTERNAL,
};

function refuse(stream: Stream, error: unknown): void {
  const { code, status: own, message } = error as { code?: unknown; status?: status; message?: string };
  if (own !== undefined) return fail(stream, own, message ?? String(error));
  const known = typeof code === 'number' ? code : -32603;
  fail(stream, STATUS[known] ?? status.INTERNAL, message ?? String(error), known);
}

function fail(stream: Stream, code: status, details: string, mcpCode?: number): void {
  const metadata = new Metadata();
  if (mcpCode !== undefined) metadata.set(CODE_KEY, String(mcpCode));
  stream.emit('error', { code, details, metadata });
}
