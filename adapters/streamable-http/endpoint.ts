/** Types of Streamable HTTP: the endpoint, its connection, and single HTTP exchanges. */
import type { Connection, Metadata } from '../adapter.js';
import type { Observation } from '../observation.js';
import type { TlsOptions } from '../tls.js';
import type { SseEvent } from './sse.js';

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
  /** The head and the first byte of the body are sent at once, and the rest once this settles: as on a slow line. */
  bodyAfter?: Promise<unknown>;
  /** Replaces the `Host` header, for rebinding checks. */
  host?: string;
  /** Another address of the same machine, at the same port; the `Host` header stays as it is. */
  address?: string;
  /** Another path on the same origin, such as `/.well-known/oauth-protected-resource`. */
  path?: string;
  /** Milliseconds until headers, and again until the end of the body; what has come by then is the answer. */
  timeout?: number;
  /**
   * Asked as a stream opens, and then with each of its events: the milliseconds that it has from now on. `undefined` leaves
   * it the time that it has.
   */
  patience?: (event?: SseEvent) => number | undefined;
  /** Ends the reading: what has come by then is the answer. */
  signal?: AbortSignal;
}

/** Never rejects for what the server did: a reset is `status` undefined and `failed` set. */
export interface HttpExchange {
  readonly status: Observation<number> | undefined;
  readonly failed: Observation<string> | undefined;
  header(name: string): Observation<string | undefined>;
  /** The body as text, bounded; of a stream that does not end, what came within the time. */
  readonly body: Observation<string>;
  /** The same as it came. */
  readonly bytes: Buffer;
  /** The events of a stream as far as they came, those with empty data too, and its last `retry` in milliseconds. */
  readonly events: readonly SseEvent[];
  readonly retryMs: number | undefined;
  /** The body, or the last `data:` of a stream, as JSON. */
  json(): Observation;
  /** Whether the body came to its end. */
  readonly complete: boolean;
  /** Where it did not, or there was no answer: whether it was we who stopped reading. What would have come, nobody knows. */
  readonly cutByUs: boolean;
}
