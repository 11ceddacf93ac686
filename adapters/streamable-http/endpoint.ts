/** Types of Streamable HTTP: the endpoint, its connection, and single HTTP exchanges. */
import type { Connection, Metadata } from '../adapter.js';
import type { Observation } from '../observation.js';
import type { TlsOptions } from '../tls.js';

export interface HttpEndpoint {
  url: string;
  /** Sent with every request; their values never reach a transcript. */
  headers: Readonly<Record<string, string>>;
  tls?: TlsOptions;
}

export interface HttpConnection extends Connection {
  /** The MCP endpoint, without what follows its path. */
  readonly url: string;
  /** One plain HTTP exchange on the endpoint, without anything that the adapter would add but `Host` and the user's headers. */
  exchange(request: HttpRequest): Promise<HttpExchange>;
}

export interface HttpRequest {
  method: string;
  /** Spelled on the wire as they are here; they replace the user's, whatever the case. */
  headers?: Metadata;
  body?: string | Uint8Array;
  /** Replaces the `Host` header, for rebinding checks. */
  host?: string;
  /** Another path on the same origin, such as `/.well-known/oauth-protected-resource`. */
  path?: string;
  /** Milliseconds until headers, and then until the end of the body; a stream is cut there. */
  timeout?: number;
}

/** Never rejects for what the server did: a reset is `status` undefined and `failed` set. */
export interface HttpExchange {
  readonly status: Observation<number> | undefined;
  readonly failed: Observation<string> | undefined;
  header(name: string): Observation<string | undefined>;
  /** The body as text, bounded; of a stream that does not end, what came within the time. */
  readonly body: Observation<string>;
  /** The body, or the last `data:` of a stream, as JSON. */
  json(): Observation;
  /** Whether the body came to its end. */
  readonly complete: boolean;
}
