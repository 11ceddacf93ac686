/** Serves the dual-era reference server over HTTP, telling legacy and modern requests apart. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeStreamableHTTPServerTransport, toNodeHandler, toWebRequest } from '@modelcontextprotocol/node';
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import { build, buildListening, report } from './dual-era-server.js';
import type { Shared } from './dual-era-server.js';
import { createEventStore } from './event-store.js';
import type { HttpHandler } from './http.js';
import { LARGEST_MESSAGE, RETRY_MS } from './limits.js';
import { createSessions } from './sessions.js';

/** Both eras at one URL: the modern one without sessions, the legacy one with them. */
export function createDualEraHandler(shared: Shared): HttpHandler {
  const modern = createMcpHandler(({ era }) => build(shared, era), {
    legacy: 'reject',
    maxRequestBodySize: LARGEST_MESSAGE,
    onerror: report,
  });
  shared.announcements.join((change) => {
    if (change === 'tools') modern.notify.toolsChanged();
    else if (change === 'prompts') modern.notify.promptsChanged();
    else modern.notify.resourceUpdated(change.resource);
  });
  const serveModern = toNodeHandler(modern, { maxRequestBodySize: LARGEST_MESSAGE, onerror: report });

  const sessions = createSessions(async ({ began, ended }) => {
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: began,
      onsessionclosed: ended,
      eventStore: createEventStore(),
      retryInterval: RETRY_MS,
      maxRequestBodySize: LARGEST_MESSAGE,
    });
    await buildListening(shared, 'legacy').connect(transport);
    return transport;
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return sessions.handle(request, response);
    const web = await toWebRequest(request, undefined, { maxRequestBodySize: LARGEST_MESSAGE });
    const body = parse(await web.text());
    // What is no JSON belongs to no era; the modern entry answers it.
    if (body !== undefined && (await isLegacyRequest(web, body))) {
      return sessions.handle(request, response, body);
    }
    return serveModern(request, response, body);
  }

  return {
    handle,
    close: async () => {
      await Promise.all([modern.close(), sessions.close()]);
    },
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
