/** Opens a stream of server-sent events as the answer of an honest server. */
import type { ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Variant } from './message.js';

export interface EventStream {
  send(document: unknown): void;
  end(): void;
}

/** Opens an event stream as the answer. `revision` is that of the session, none in the modern era. */
export function openEventStream(
  variant: Variant,
  response: ServerResponse,
  revision: string | undefined,
): EventStream {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const noise = variant.sseNoise ?? '';
  // From this revision on a stream begins with an event that gives the client something to resume from.
  // Its name changes nothing: an event without data goes to nobody, and its id is kept.
  const name = noise === '' ? '' : 'event: prime\n';
  if (revision === '2025-11-25') response.write(`${name}id: ${randomUUID()}\ndata:\n\n`);
  return {
    send: (document) => {
      const text = variant.encode?.(document, false) ?? JSON.stringify(document);
      const data = text
        .split('\n')
        .map((line) => `data: ${line}\n`)
        .join('');
      response.write(`${noise}event: message\n${data}\n`);
    },
    end: () => response.end(),
  };
}
