/** An answer to a gRPC call that is plain HTTP, such as the page of a proxy, and what gRPC clients make of it. */
import { status } from '@grpc/grpc-js';

/** Bytes of a page that are kept. */
const KEPT = 512;
/** The highest value of the byte before each gRPC message. */
const COMPRESSED = 1;

/** gRPC's table for responses without a `grpc-status` (doc/http-grpc-status-mapping.md). */
const MAPPING: Readonly<Record<string, status>> = {
  400: status.INTERNAL,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.UNIMPLEMENTED,
  429: status.UNAVAILABLE,
  431: status.INTERNAL,
  502: status.UNAVAILABLE,
  503: status.UNAVAILABLE,
  504: status.UNAVAILABLE,
};

export const mapHttpStatus = (httpStatus: string): number => MAPPING[httpStatus] ?? status.UNKNOWN;

/** Whether these bytes are no gRPC message: told by the headers, and where those are only odd by the first byte. */
export function isPage(headers: Readonly<Record<string, string>>, first: Uint8Array): boolean {
  if (headers[':status'] !== '200') return true;
  if (headers['content-type']?.startsWith('application/grpc') === true) return false;
  return (first[0] ?? 0) > COMPRESSED;
}

/** The beginning of such a body. */
export class HttpPage {
  readonly #headers: Readonly<Record<string, string>>;
  #body = Buffer.alloc(0);

  constructor(headers: Readonly<Record<string, string>>) {
    this.#headers = headers;
  }

  add(chunk: Buffer): void {
    if (this.#body.length < KEPT) this.#body = Buffer.concat([this.#body, chunk]).subarray(0, KEPT);
  }

  get body(): Buffer {
    return this.#body;
  }

  get httpStatus(): string {
    return this.#headers[':status'] ?? 'without a status';
  }

  /** `HTTP 404 with text/plain and no gRPC status: 404 page not found` */
  describe(): string {
    const type = this.#headers['content-type'] ?? 'no content type';
    const text = this.#body.toString('utf8').replaceAll(/\s+/g, ' ').trim().slice(0, 80);
    return `HTTP ${this.httpStatus} with ${type} and no gRPC status${text === '' ? '' : `: ${text}`}`;
  }
}
