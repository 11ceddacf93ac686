/** Serves the legacy reference server over Streamable HTTP, with sessions and resumable streams. */
import { randomUUID } from 'node:crypto';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createEventStore } from './event-store.js';
import type { HttpHandler } from './http.js';
import type { Connect } from './legacy-server.js';
import { LARGEST_MESSAGE, RETRY_MS } from './limits.js';
import { createSessions } from './sessions.js';

/** The legacy era over Streamable HTTP: sessions, a GET stream each, resumption and DELETE. */
export const createLegacyHandler = (connect: Connect): HttpHandler =>
  createSessions(async ({ began, ended }) => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: began,
      onsessionclosed: ended,
      eventStore: createEventStore(),
      retryInterval: RETRY_MS,
      maxRequestBodySize: LARGEST_MESSAGE,
    });
    await connect(transport);
    return transport;
  });
