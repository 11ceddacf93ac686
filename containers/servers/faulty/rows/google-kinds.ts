/** What a fault of the typed gRPC service is, and the kinds of it that several rows have. */
import type { Json } from '../../../../adapters/json.js';
import type { RequirementId } from '../../../../suites/requirements/index.js';
import type { GoogleCall, GoogleService } from '../../../../adapters/grpc-google/server/service.js';
import type { GrpcHooks } from '../grpc-hooks.js';

/** One way to be wrong that only the typed service has: in what it does, or in the typed messages that it sends. */
export interface GoogleFault {
  readonly requirement: RequirementId;
  readonly how: string;
  /** For each server anew. */
  readonly serve?: (right: GoogleService['serve']) => GoogleService['serve'];
  /** Changes each response in its JSON form. */
  readonly response?: (response: Json) => Json;
  /** Below the messages, on HTTP/2. */
  readonly grpc?: GrpcHooks;
}

/** How such a fault refuses. */
export const refusal = Object.assign(new Error('refused'), { code: -32603 });

/** Every other time the first page of a list is asked for, its first item is not there. */
export const everyOther =
  (method: string, items: string): GoogleFault['serve'] =>
  (right) => {
    let listings = 0;
    return (call) => {
      if (call.method !== method || call.params['cursor'] !== undefined || ++listings % 2 === 0)
        return right(call);
      const answer: GoogleCall['answer'] = (result) =>
        call.answer({ ...result, [items]: (result[items] as Json[]).slice(1) });
      return right({ ...call, answer });
    };
  };

/** A list is answered once, and then never again. */
export const onlyOnce =
  (method: string): GoogleFault['serve'] =>
  (right) => {
    let listings = 0;
    return async (call) => {
      if (call.method === method && ++listings > 1) throw refusal;
      await right(call);
    };
  };

/** Changes each input request of a response. */
export const inputRequests = (edit: (request: Json) => Json) => (response: Json) => {
  const common = (response['common'] ?? {}) as Json;
  const requests = common['inputRequests'] as Json | undefined;
  if (requests === undefined) return response;
  const bent = Object.entries(requests).map(([key, request]) => [key, edit(request as Json)]);
  return { ...response, common: { ...common, inputRequests: Object.fromEntries(bent) as Json } };
};

/** Changes each message under one of these names, wherever it stands. */
export function under(name: string, edit: (message: Json) => Json): (response: Json) => Json {
  const bend = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => bend(each, key));
    if (typeof value !== 'object' || value === null) return value;
    const bent = Object.fromEntries(Object.entries(value).map(([inner, each]) => [inner, bend(each, inner)]));
    return key === name ? edit(bent) : bent;
  };
  return (response) => bend(response, '') as Json;
}
