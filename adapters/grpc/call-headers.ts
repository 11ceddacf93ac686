/** Headers and trailers of one RPC that was written by hand, and what is read out of them. */
import type { IncomingHttpHeaders } from 'node:http2';
import { observe, type Observation } from '../observation.js';
import type { GrpcRequest } from './endpoint.js';
import { doubleMetadata, hideMetadata, mergeMetadata } from './metadata.js';
import type { Via } from './via.js';

type Values = Observation<Record<string, string>>;

/** What gRPC over HTTP/2 asks of every request. */
const NEEDED = { 'content-type': 'application/grpc+proto', te: 'trailers' };

/** The headers of a request, and how they are shown: without what the user's own say. */
export function composeHeaders(
  { own, path: usual }: Pick<Via, 'own' | 'path'>,
  { path = usual, metadata, twice = {} }: GrpcRequest,
): { sent: Record<string, string | string[]>; shown: Record<string, string> } {
  const values = mergeMetadata(NEEDED, own, metadata);
  const pseudo = { ':method': 'POST', ':path': path };
  const doubled = doubleMetadata(values, twice);
  return {
    sent: { ...pseudo, ...values, ...doubled.sent },
    shown: { ...pseudo, ...hideMetadata({ ...values, ...doubled.shown }, own) },
  };
}

/** One text a name; repeated values joined with a comma. */
export const flattenHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));

/** What came of both. `otherwise` are the entries that stand for what did not come. */
export class CallHeaders {
  headers: Values | undefined;
  trailers: Values | undefined;

  header(name: string, otherwise: readonly number[]): Observation<string | undefined> {
    return pick(this.headers, 'metadata', name, otherwise);
  }

  trailer(name: string, otherwise: readonly number[]): Observation<string | undefined> {
    return pick(this.trailers, 'trailer', name, otherwise);
  }

  /** Without those of HTTP/2 itself. */
  names(otherwise: readonly number[]): Observation<readonly string[]> {
    const seen = [this.headers, this.trailers].filter((each) => each !== undefined);
    const names = seen.flatMap(({ value }) => Object.keys(value)).filter((name) => !name.startsWith(':'));
    const entries = seen.flatMap((each) => each.entries);
    return observe([...new Set(names)], 'names of metadata', entries.length === 0 ? otherwise : entries);
  }
}

function pick(
  from: Values | undefined,
  kind: string,
  name: string,
  otherwise: readonly number[],
): Observation<string | undefined> {
  const at = `${kind} ${name.toLowerCase()}`;
  return observe(from?.value[name.toLowerCase()], at, from?.entries ?? otherwise);
}
