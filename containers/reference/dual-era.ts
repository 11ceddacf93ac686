/** The fixture contract on the SDK that serves both eras (`@modelcontextprotocol/server`), over stdio or Streamable HTTP. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeStreamableHTTPServerTransport, toNodeHandler, toWebRequest } from '@modelcontextprotocol/node';
import {
  CLIENT_CAPABILITIES_META_KEY,
  McpServer,
  createMcpHandler,
  fromJsonSchema,
  isLegacyRequest,
} from '@modelcontextprotocol/server';
import type {
  CallToolResult,
  CompleteResult,
  GetPromptResult,
  ListPromptsResult,
  ListResourceTemplatesResult,
  ListResourcesResult,
  ListToolsResult,
  ReadResourceResult,
  ServerContext,
} from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Era } from '../../adapters/revision.js';
import { createAnnouncements, deliver } from './announcements.js';
import { createEventStore } from './event-store.js';
import { CAPABILITIES, SERVER, createFixture, tools } from './fixture.js';
import { MODERN } from './fixture/contract.js';
import type { FixtureContext, Json } from './fixture/contract.js';
import { LARGEST_MESSAGE, RETRY_MS, onStop, serveHttp } from './http.js';
import { readOptions } from './options.js';
import { createSessions } from './sessions.js';

const CACHE = { ttlMs: 300_000, cacheScope: 'public' } as const;
const OLDEST_WITHOUT_HANDSHAKE = '2025-03-26';

const options = readOptions();
const fixture = createFixture(options.pageSizes);
const announcements = createAnnouncements();

/** The entry of the SDK checks `Mcp-Param-*` against the schemas of registered tools, and only those. */
const mirrored = tools
  .filter((tool) => JSON.stringify(tool.inputSchema).includes('"x-mcp-header"'))
  .map(({ name, description, inputSchema }) => ({
    name,
    config: { description, inputSchema: fromJsonSchema<Json>(inputSchema) },
  }));

/** One server: for one connection, one legacy session or, over modern HTTP, one request. */
function build(era: Era): McpServer {
  const mcp = new McpServer(SERVER, {
    capabilities: CAPABILITIES,
    cacheHints: {
      'tools/list': CACHE,
      'prompts/list': CACHE,
      'resources/list': CACHE,
      'resources/templates/list': CACHE,
    },
  });
  const { server } = mcp;
  const revision = (): string =>
    era === 'modern' ? MODERN : (server.getNegotiatedProtocolVersion() ?? OLDEST_WITHOUT_HANDSHAKE);

  const declared = ({ mcpReq }: ServerContext): Json | undefined =>
    era === 'modern'
      ? ((mcpReq.envelope as Json | undefined)?.[CLIENT_CAPABILITIES_META_KEY] as Json | undefined)
      : server.getClientCapabilities();

  const context = (extra: ServerContext): FixtureContext => {
    const { mcpReq, http } = extra;
    return {
      revision: revision(),
      era,
      signal: mcpReq.signal,
      progressToken: mcpReq._meta?.progressToken,
      clientCapabilities: { ...declared(extra) },
      inputResponses: mcpReq.inputResponses ?? {},
      requestState: mcpReq.requestState<string>(),
      notify: (method, params) => mcpReq.notify({ method, params }),
      log: (level, data) => mcpReq.log(level, data),
      request: (method, params) => mcpReq.send({ method, params }),
      closeStream: () => http?.closeSSE?.(),
      announce: (change) => announcements.publish(change),
    };
  };

  for (const { name, config } of mirrored) {
    mcp.registerTool(name, config, (args, extra) => call(name, args, extra));
  }
  const call = async (name: string, args: Json | undefined, extra: ServerContext): Promise<CallToolResult> =>
    (await fixture.callTool(name, args, context(extra))) as CallToolResult;

  server.setRequestHandler(
    'tools/list',
    ({ params }) => fixture.list('tools', params?.cursor, revision()) as ListToolsResult,
  );
  server.setRequestHandler('tools/call', ({ params }, extra) => call(params.name, params.arguments, extra));
  server.setRequestHandler(
    'prompts/list',
    ({ params }) => fixture.list('prompts', params?.cursor, revision()) as ListPromptsResult,
  );
  server.setRequestHandler(
    'prompts/get',
    ({ params }, extra) =>
      fixture.getPrompt(params.name, params.arguments, context(extra)) as GetPromptResult,
  );
  server.setRequestHandler(
    'resources/list',
    ({ params }) => fixture.list('resources', params?.cursor, revision()) as ListResourcesResult,
  );
  server.setRequestHandler(
    'resources/templates/list',
    ({ params }) =>
      fixture.list('resourceTemplates', params?.cursor, revision()) as ListResourceTemplatesResult,
  );
  server.setRequestHandler(
    'resources/read',
    ({ params }) => fixture.readResource(params.uri, revision()) as ReadResourceResult,
  );
  server.setRequestHandler(
    'completion/complete',
    ({ params }) => fixture.complete(params, revision()) as CompleteResult,
  );
  server.onerror = report;
  return mcp;
}

/** A server that outlives a request, and so hears of changes. Over modern stdio the SDK's entry filters them. */
function buildListening(era: Era): McpServer {
  const mcp = build(era);
  const { server } = mcp;
  const watched = new Set<string>();
  if (era === 'legacy') {
    server.setRequestHandler('resources/subscribe', ({ params }) => {
      watched.add(params.uri);
      return {};
    });
    server.setRequestHandler('resources/unsubscribe', ({ params }) => {
      watched.delete(params.uri);
      return {};
    });
  }
  server.onclose = announcements.join((change) =>
    deliver(change, server, (uri) => era === 'modern' || watched.has(uri)),
  );
  return mcp;
}

function report(error: Error): void {
  process.stderr.write(`${error.message}\n`);
}

async function serveBothOverHttp(http: NonNullable<typeof options.http>): Promise<void> {
  const modern = createMcpHandler(({ era }) => build(era), {
    legacy: 'reject',
    maxRequestBodySize: LARGEST_MESSAGE,
    onerror: report,
  });
  announcements.join((change) => {
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
    await buildListening('legacy').connect(transport);
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

  await serveHttp(http, {
    handle,
    close: async () => {
      await Promise.all([modern.close(), sessions.close()]);
    },
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

if (options.http) {
  await serveBothOverHttp(options.http);
} else {
  const transport = new StdioServerTransport(process.stdin, process.stdout, {
    maxBufferSize: LARGEST_MESSAGE,
  });
  const handle = serveStdio(({ era }) => buildListening(era), { transport, onerror: report });
  onStop(() => handle.close());
}
