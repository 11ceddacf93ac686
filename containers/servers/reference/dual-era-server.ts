/** Builds the MCP server for either era from the fixture, with the SDK that speaks both eras. */
import { CLIENT_CAPABILITIES_META_KEY, McpServer, fromJsonSchema } from '@modelcontextprotocol/server';
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
import type { Era } from '../../../adapters/revision.js';
import { deliver } from './announcements.js';
import type { Announcements } from './announcements.js';
import { CAPABILITIES, SERVER, tools } from './fixture.js';
import type { Fixture } from './fixture.js';
import { MODERN } from './fixture/contract.js';
import type { Json } from '../../../adapters/json.js';
import type { FixtureContext } from './fixture/contract.js';

const CACHE = { ttlMs: 300_000, cacheScope: 'public' } as const;
const OLDEST_WITHOUT_HANDSHAKE = '2025-03-26';

/** What all servers of one process share. */
export interface Shared {
  fixture: Fixture;
  announcements: Announcements;
}

/** The entry of the SDK checks `Mcp-Param-*` against the schemas of registered tools, and only those. */
const mirrored = tools
  .filter((tool) => JSON.stringify(tool.inputSchema).includes('"x-mcp-header"'))
  .map(({ name, description, inputSchema }) => ({
    name,
    config: { description, inputSchema: fromJsonSchema<Json>(inputSchema) },
  }));

/** One server: for one connection, one legacy session or, over modern HTTP, one request. */
export function build({ fixture, announcements }: Shared, era: Era): McpServer {
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
export function buildListening(shared: Shared, era: Era): McpServer {
  const mcp = build(shared, era);
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
  server.onclose = shared.announcements.join((change) =>
    deliver(change, server, (uri) => era === 'modern' || watched.has(uri)),
  );
  return mcp;
}

export function report(error: Error): void {
  process.stderr.write(`${error.message}\n`);
}
