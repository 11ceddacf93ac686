import type { TlsOptions } from '../tls.js';

/** gRPC has no URLs of its own: `grpc://` is plain text, `grpcs://` TLS. */
export function toAddress<Options extends { tls?: TlsOptions }>(options: Options, url: string) {
  const { host, protocol } = new URL(url);
  return { ...options, address: host, ...(protocol === 'grpcs:' ? { tls: options.tls ?? {} } : {}) };
}
