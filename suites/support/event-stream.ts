/** Reads what the events of a stream hold. */
import { parseJson } from '../../adapters/bytes.js';
import { isObject } from '../../adapters/json.js';
import { isResponse } from '../../adapters/json-rpc.js';
import type { SseEvent } from '../../adapters/streamable-http/sse.js';

/** The document in an event, where there is one. */
export const parseEventDocument = ({ data }: SseEvent): unknown => parseJson(data);

/** Whether an event holds the response to the request with this id, alone or in a batch. */
export function isResponseEvent(event: SseEvent, id: unknown): boolean {
  const document = parseEventDocument(event);
  const all: unknown[] = Array.isArray(document) ? document : [document];
  return all.some((one) => isResponse(one) && one['id'] === id);
}

/** Whether it may hold a message: without data it only sets the id to resume from, and another name is not for MCP. */
export const isMessageEvent = ({ data, event }: SseEvent): boolean =>
  data.length > 0 && (event === undefined || event === 'message');

/**
 * Whether no other event can rightly hold the same message: responses and requests have an id, and progress has the
 * token of its call and a value that never comes twice. Anything else a server may say again.
 */
export function isSingular(event: SseEvent): boolean {
  const document = parseEventDocument(event);
  return isObject(document) && ('id' in document || document['method'] === 'notifications/progress');
}

/** The text of an event, which names its message. */
export const readText = ({ data }: SseEvent): string => data.toString('utf8');

/** The ids that the events of a stream have. */
export const listEventIds = (events: readonly SseEvent[]): string[] =>
  events.flatMap(({ id }) => (id === undefined || id === '' ? [] : [id]));
