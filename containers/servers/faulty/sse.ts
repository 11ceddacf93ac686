/** Reads and writes the server-sent events that the faulty HTTP relay passes on. */
import type { ServerResponse } from 'node:http';
import type { RelayedEvent, SseSink } from './fault.js';

/** The answer to one HTTP request as the client gets it: opened once, then written to. */
export class Sink implements SseSink {
  readonly response: ServerResponse;
  readonly sessionId: string | undefined;
  streaming = false;

  constructor(response: ServerResponse, sessionId: string | undefined) {
    this.response = response;
    this.sessionId = sessionId;
    response.on('error', () => undefined);
  }

  open(status: number, headers: Record<string, string>): void {
    this.response.writeHead(status, headers).flushHeaders();
    this.streaming = true;
  }

  write(event: RelayedEvent): void {
    if (!this.streaming || this.response.writableEnded || this.response.destroyed) return;
    const lines = (['id', 'event', 'retry'] as const).flatMap((field) =>
      event[field] === undefined ? [] : [`${field}: ${event[field]}`],
    );
    const data = event.data?.split('\n').map((line) => `data: ${line}`) ?? [];
    this.response.write(`${[...lines, ...data].join('\n')}\n\n`);
  }
}

function eventFrom(lines: readonly string[]): RelayedEvent {
  const event: RelayedEvent = {};
  for (const line of lines) {
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === 'data') event.data = event.data === undefined ? value : `${event.data}\n${value}`;
    else if (field === 'id' || field === 'event' || field === 'retry') event[field] = value;
  }
  return event;
}

/** Cuts a stream into its events; one with no data but an id or a `retry` counts too. */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<RelayedEvent> {
  let block: string[] = [];
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') block.push(line);
      else if (block.length > 0) {
        yield eventFrom(block);
        block = [];
      }
    }
  }
}
