/** The JSON-RPC error code that a failed RPC of the typed service stands for. */
import { status as codes } from '@grpc/grpc-js';
import type { Json } from '../json.js';
import { isDenial } from './denial.js';
import type { Method } from './rpcs.js';

/** How an RPC ended, as the server said it. */
export interface RpcFailure {
  code: codes;
  details: string;
  /** Trailers, flattened. */
  trailers: Readonly<Record<string, string>>;
  /** `mcp-protocol-version` of the response metadata. */
  version: string | undefined;
}

const INVALID_PARAMS = -32602;
const NOT_FOUND_LEGACY = -32002;
const UNSUPPORTED_VERSION = -32022;
const INTERNAL = -32603;
const MODERN = '2026-07-28';

/** The libraries repeat the MCP code here, because several share one status. */
const CODE_KEY = 'mcp-error-code';

/**
 * The JSON-RPC error that a failed RPC stands for. First the trailer `mcp-error-code`, where it is an integer; without it the status:
 *
 * | status | code |
 * | --- | --- |
 * | UNIMPLEMENTED, and the server names a protocol version other than ours | -32022 with both versions (legacy: -32602) |
 * | UNIMPLEMENTED | -32601 |
 * | INVALID_ARGUMENT, OUT_OF_RANGE | -32602 |
 * | NOT_FOUND for a resource | -32602 (legacy: -32002) |
 * | NOT_FOUND for a tool, a prompt or a completion | -32602 |
 * | any other | -32603 |
 */
export function toRpcError(failure: RpcFailure, method: Method, revision: string): Json {
  const { details, trailers, version } = failure;
  const told = trailers[CODE_KEY];
  if (told !== undefined && /^-?\d{1,15}$/.test(told)) return { code: Number(told), message: details };
  if (failure.code === codes.UNIMPLEMENTED && version !== undefined && version !== revision) {
    const data = { supported: [version], requested: revision };
    return { code: revision < MODERN ? INVALID_PARAMS : UNSUPPORTED_VERSION, message: details, data };
  }
  const status = codes[failure.code];
  const data = isDenial(status) ? { data: { status } } : {};
  return { code: codeOf(failure.code, method, revision), message: details, ...data };
}

function codeOf(code: codes, method: Method, revision: string): number {
  switch (code) {
    case codes.UNIMPLEMENTED:
      return -32601;
    case codes.INVALID_ARGUMENT:
    case codes.OUT_OF_RANGE:
      return INVALID_PARAMS;
    case codes.NOT_FOUND:
      return method === 'resources/read' && revision < MODERN ? NOT_FOUND_LEGACY : INVALID_PARAMS;
    default:
      return INTERNAL;
  }
}
