/** Builds the legacy-era MCP server from the fixture, with the SDK that speaks that era only. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  CreateMessageResultSchema,
  ElicitResultSchema,
  GetPromptRequestSchema,
  LATEST_PROTOCOL_VERSION,
  ListPromptsRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  SUPPORTED_PROTOCOL_VERSIONS,
  SetLevelRequestSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
  isInitializeRequest,
} from '@modelcontextprotocol/sdk/types.js';
import type {
  CompleteResult,
  LoggingLevel,
  ServerNotification,
  ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import { createAnnouncements, deliver } from './announcements.js';
import { CAPABILITIES, SERVER, createFixture } from './fixture.js';
import { LEVELS, type FixtureContext } from './fixture/contract.js';
import type { PageSizes } from './fixture/page.js';

export type Connect = (transport: Transport) => Promise<Server>;

/** Servers that share one fixture, and hear of each other's changes. */
export function createConnect(pageSizes: PageSizes): Connect {
  const fixture = createFixture(pageSizes);
  const announcements = createAnnouncements();

  /** One server for one connection or session. The protocol version is read off the handshake: the SDK does not tell. */
  return async function connect(transport: Transport): Promise<Server> {
    const server = new Server(SERVER, { capabilities: CAPABILITIES });
    const watched = new Set<string>();
    let revision: string = LATEST_PROTOCOL_VERSION;
    let level: LoggingLevel = 'debug';

    const context = ({
      signal,
      _meta,
      sendNotification,
      sendRequest,
      closeSSEStream,
    }: RequestHandlerExtra<ServerRequest, ServerNotification>): FixtureContext => ({
      revision,
      era: 'legacy',
      signal,
      progressToken: _meta?.progressToken,
      clientCapabilities: { ...server.getClientCapabilities() },
      inputResponses: {},
      notify: (method, params) => sendNotification({ method, params } as ServerNotification),
      async log(at, data) {
        if (LEVELS.indexOf(at) < LEVELS.indexOf(level)) return;
        await sendNotification({ method: 'notifications/message', params: { level: at, data } });
      },
      request: (method, params) =>
        sendRequest(
          { method, params } as ServerRequest,
          method === 'elicitation/create' ? ElicitResultSchema : CreateMessageResultSchema,
        ),
      closeStream: () => closeSSEStream?.(),
      announce: (change) => announcements.publish(change),
    });

    server.setRequestHandler(ListToolsRequestSchema, ({ params }) =>
      fixture.list('tools', params?.cursor, revision),
    );
    server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) =>
      fixture.callTool(params.name, params.arguments, context(extra)),
    );
    server.setRequestHandler(ListPromptsRequestSchema, ({ params }) =>
      fixture.list('prompts', params?.cursor, revision),
    );
    server.setRequestHandler(GetPromptRequestSchema, ({ params }, extra) =>
      fixture.getPrompt(params.name, params.arguments, context(extra)),
    );
    server.setRequestHandler(ListResourcesRequestSchema, ({ params }) =>
      fixture.list('resources', params?.cursor, revision),
    );
    server.setRequestHandler(ListResourceTemplatesRequestSchema, ({ params }) =>
      fixture.list('resourceTemplates', params?.cursor, revision),
    );
    server.setRequestHandler(ReadResourceRequestSchema, ({ params }) =>
      fixture.readResource(params.uri, revision),
    );
    server.setRequestHandler(SubscribeRequestSchema, ({ params }) => {
      watched.add(params.uri);
      return {};
    });
    server.setRequestHandler(UnsubscribeRequestSchema, ({ params }) => {
      watched.delete(params.uri);
      return {};
    });
    server.setRequestHandler(
      CompleteRequestSchema,
      ({ params }) => fixture.complete(params, revision) as CompleteResult,
    );
    server.setRequestHandler(SetLevelRequestSchema, ({ params }) => {
      level = params.level;
      return {};
    });

    server.onclose = announcements.join((change) => deliver(change, server, (uri) => watched.has(uri)));
    server.onerror = ({ message }) => process.stderr.write(`${message}\n`);
    await server.connect(transport);
    const receive = transport.onmessage;
    transport.onmessage = (message, extra) => {
      if (isInitializeRequest(message)) {
        const asked = message.params.protocolVersion;
        revision = SUPPORTED_PROTOCOL_VERSIONS.includes(asked) ? asked : LATEST_PROTOCOL_VERSION;
      }
      receive?.(message, extra);
    };
    return server;
  };
}
