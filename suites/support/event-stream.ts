/** Parses the body of a `text/event-stream` answer into its events. */
import { isObject } from '../../adapters/json.js';

/** One event of a body that was read as a whole. */
export interface StreamEvent {
  id?: string;
  data: string;
  retry?: string;
}

/**
 * The events of an event stream in the order they came (HTML standard, "Interpreting an event stream"), also those
 * with empty data, which a browser would not dispatch. An event that was cut off is left out.
 */
export function parseEvents(body: string): StreamEvent[] {
  const blocks = body.replaceAll(/\r\n?/g, '\n').split('\n\n');
  return blocks.slice(0, -1).flatMap((block) => {
    const event: StreamEvent = { data: '' };
    const data: string[] = [];
    let fields = 0;
    for (const line of block.split('\n')) {
      const [, name, value = ''] = /^([^:]+)(?:: ?(.*))?$/.exec(line) ?? [];
      if (name === undefined) continue;
      fields += 1;
      if (name === 'data') data.push(value);
      else if (name === 'id') event.id = value;
      else if (name === 'retry') event.retry = value;
    }
    event.data = data.join('\n');
    return fields > 0 ? [event] : [];
  });
}

/**
 * Whether no other event can rightly hold the same message: responses and requests have an id, and progress has the
 * token of its call and a value that never comes twice. Anything else a server may say again.
 */
export function isSingular(event: StreamEvent): boolean {
  const document = parseEventDocument(event);
  return isObject(document) && ('id' in document || document['method'] === 'notifications/progress');
}

/** The document in an event, where there is one. */
export function parseEventDocument(event: StreamEvent): unknown {
  try {
    return JSON.parse(event.data);
  } catch {
    return undefined;
  }
}
