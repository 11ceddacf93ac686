/** RPCs of the typed service written by hand on HTTP/2, and the health and reflection services beside it. */
import type { Client } from '@grpc/grpc-js';
import { connect, type ClientHttp2Session } from 'node:http2';
import type { OpenOptions } from '../adapter.js';
import { encode } from '../bytes.js';
import type { GrpcAnswer, GrpcExchange, GrpcRequest } from '../grpc/endpoint.js';
import { RawCall } from '../grpc/exchange.js';
import { checkHealth, listServices } from '../grpc/inspect.js';
import { formatOrigin, toHttp2Options } from '../grpc/probe.js';
import { isObject, type Json } from '../json.js';
import { loadGoogleCodec } from './codec.js';
import type { GrpcGoogleEndpoint } from './endpoint.js';
import { hasAnswer, listNotices } from './notices.js';
import { translateRequest } from './request.js';
import { toResult } from './result.js';
import { findRpc, formatRpcPath, isMethod, rpcs } from './rpcs.js';

interface RawContext {
  client: Client;
  endpoint: GrpcGoogleEndpoint;
  options: OpenOptions;
}

/** No field of a tunnel: messages go through the codec of the service. */
const NO_FIELD = { number: 0, type: 'bytes' } as const;

/** What scenarios about the binding itself do beside the conversation. */
export class RawCalls {
  readonly #context: RawContext;
  #session: ClientHttp2Session | undefined;
  #rpcs = 0;

  constructor(context: RawContext) {
    this.#context = context;
  }

  /** Of a message that is no request of ours: the one that asks for the tools. */
  get path(): string {
    return formatRpcPath(rpcs['tools/list'], this.#context.endpoint.service);
  }

  /** Objects are JSON-RPC requests, and go out as the typed messages that they stand for. */
  call(request: GrpcRequest): GrpcExchange {
    const { endpoint, options } = this.#context;
    if (this.#session === undefined || this.#session.closed || this.#session.destroyed) {
      this.#session = connect(formatOrigin(endpoint), toHttp2Options(endpoint.tls));
      // Each call tells by itself that its connection broke.
      this.#session.on('error', () => {});
    }
    const [first] = request.messages;
    const { method, id = null } = isObject(first) ? first : ({} as Json);
    const path =
      request.path ?? (isMethod(method) ? formatRpcPath(rpcs[method], endpoint.service) : this.path);
    const { transcript, maxMessage, revision } = options;
    return new RawCall(
      {
        session: this.#session,
        path,
        own: endpoint.metadata,
        field: NO_FIELD,
        transcript,
        channel: `rpc-${++this.#rpcs}`,
        maxMessage,
        codec: {
          encode: (message) => encodeRequest(message, revision),
          decode: (payload) => ({ json: readResponse(path, id, payload) }),
        },
      },
      { ...request, path },
    );
  }

  health(service = ''): Promise<GrpcAnswer<number>> {
    return checkHealth(this.#context, service, `health-${++this.#rpcs}`);
  }

  services(): Promise<GrpcAnswer<readonly string[]>> {
    return listServices(this.#context, `reflection-${++this.#rpcs}`);
  }

  close(): void {
    this.#session?.destroy();
  }
}

function encodeRequest(message: object, revision: string): Buffer {
  const { rpc, request } = translateRequest(message, revision);
  return loadGoogleCodec().encode(rpc.request, request);
}

/** The JSON-RPC document that a response stands for; what cannot be read stays as it is. */
function readResponse(path: string, id: unknown, payload: Buffer): Buffer {
  const [method, rpc] = findRpc(path) ?? [];
  if (method === undefined || rpc === undefined) return payload;
  try {
    const response = loadGoogleCodec().decode(rpc.response, payload);
    const [notice] = listNotices(response);
    if (notice !== undefined && !hasAnswer(response)) return Buffer.from(encode(notice));
    return Buffer.from(encode({ jsonrpc: '2.0', id, result: toResult(method, response), typed: response }));
  } catch {
    return payload;
  }
}
