/** RPCs of the typed service written by hand on HTTP/2, and the health and reflection services beside it. */
import type { Client } from '@grpc/grpc-js';
import type { OpenOptions } from '../adapter.js';
import { encode } from '../bytes.js';
import { tryFrame } from '../grpc/bare.js';
import type {
  BareEnd,
  GrpcAnswer,
  GrpcExchange,
  GrpcRequest,
  SymbolAnswer,
  WrongFrame,
} from '../grpc/endpoint.js';
import { checkHealth, describeSymbol, listServices } from '../grpc/inspect.js';
import type { Via } from '../grpc/via.js';
import { Wire } from '../grpc/wire.js';
import { isObject, type Json } from '../json.js';
import type { Observation } from '../observation.js';
import { loadGoogleCodec } from './codec.js';
import type { GrpcGoogleEndpoint } from './endpoint.js';
import { hasAnswer, isAnnouncement, listNotices } from './notices.js';
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
  readonly #wires = new Set<Wire>();
  #wire: Wire | undefined;
  #rpcs = 0;

  constructor(context: RawContext) {
    this.#context = context;
  }

  /** Of a message that is no request of ours: the one that asks for the tools. */
  get path(): string {
    return formatRpcPath(rpcs['tools/list'], this.#context.endpoint.service);
  }

  call(request: GrpcRequest): GrpcExchange {
    this.#wire ??= this.wire();
    return this.#wire.call(request);
  }

  wire({ window }: { window?: number } = {}): Wire {
    const { endpoint, options } = this.#context;
    const at = {
      ...options,
      route: (request: GrpcRequest) => this.#route(request),
      name: () => `rpc-${++this.#rpcs}`,
    };
    const wire = new Wire(endpoint, at, window);
    this.#wires.add(wire);
    return wire;
  }

  /** Objects are JSON-RPC requests, and go out as the typed messages that they stand for. */
  #route(request: GrpcRequest): Pick<Via, 'path' | 'field' | 'codec'> {
    const { endpoint, options } = this.#context;
    const [first] = request.messages;
    const { method, id = null } = isObject(first) ? first : ({} as Json);
    const path =
      request.path ?? (isMethod(method) ? formatRpcPath(rpcs[method], endpoint.service) : this.path);
    const codec = {
      encode: (message: object) => encodeRequest(message, options.revision),
      decode: (payload: Buffer) => ({ json: readResponse(path, id, payload) }),
    };
    return { path, field: NO_FIELD, codec };
  }

  tryFrame(wrong: WrongFrame, ms: number): Promise<Observation<BareEnd> | undefined> {
    return tryFrame(this.#context, { path: this.path, channel: `bare-${++this.#rpcs}` }, wrong, ms);
  }

  health(service = ''): Promise<GrpcAnswer<number>> {
    return checkHealth(this.#context, service, `health-${++this.#rpcs}`);
  }

  services(): Promise<GrpcAnswer<readonly string[]>> {
    return listServices(this.#context, `reflection-${++this.#rpcs}`);
  }

  describe(symbol: string): Promise<GrpcAnswer<SymbolAnswer>> {
    return describeSymbol(this.#context, symbol, `reflection-${++this.#rpcs}`);
  }

  close(): void {
    for (const wire of this.#wires) wire.drop();
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
    // It names the task that works on the answer, which follows.
    if (isAnnouncement(response)) return Buffer.from(encode({ typed: response }));
    return Buffer.from(encode({ jsonrpc: '2.0', id, result: toResult(method, response), typed: response }));
  } catch {
    return payload;
  }
}
