/** Reads the metadata of a gRPC call from the headers of its HTTP/2 stream. */
import type { IncomingHttpHeaders } from 'node:http2';

/** Names of HTTP that a proxy does not pass on. */
const HTTP2_ONLY = new Set(['connection', 'date', 'host']);

/** What of the headers of HTTP/2 is metadata, one text for each name. */
export function readMetadata(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && !name.startsWith(':') && !HTTP2_ONLY.has(name))
      kept[name] = [value].flat().join(', ');
  return kept;
}
