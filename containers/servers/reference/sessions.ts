/** Finds the transport that a legacy HTTP request belongs to, by its `Mcp-Session-Id` header. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the Streamable HTTP server transports of both SDKs have in common. */
export interface SessionTransport {
  readonly sessionId: string | undefined;
  handleRequest(request: IncomingMessage, response: ServerResponse, body?: unknown): Promise<void>;
  close(): Promise<void>;
}

export interface Sessions {
  /** `body`: the parsed one, where somebody had to read it before. */
  handle(request: IncomingMessage, response: ServerResponse, body?: unknown): Promise<void>;
  close(): Promise<void>;
}

export interface SessionEvents {
  began: (id: string) => void;
  ended: (id: string) => void;
}

/**
 * Legacy Streamable HTTP: one transport, and one server behind it, for each session. The SDKs leave only this map to
 * their users: which transport a request belongs to, and 404 where its session is not, or no longer, known.
 */
export function createSessions(open: (events: SessionEvents) => Promise<SessionTransport>): Sessions {
  const live = new Map<string, SessionTransport>();

  async function begin(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
    const transport: SessionTransport = await open({
      began: (id) => live.set(id, transport),
      ended: (id) => live.delete(id),
    });
    await transport.handleRequest(request, response, body);
    // It was no `initialize`: the transport has said so, and no session began.
    if (transport.sessionId === undefined) await transport.close();
  }

  return {
    async handle(request, response, body) {
      const id = request.headers['mcp-session-id'];
      if (id === undefined) return begin(request, response, body);
      const transport = live.get(String(id));
      if (transport) return transport.handleRequest(request, response, body);
      const error = { code: -32001, message: 'Session not found' };
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id: null, error }));
    },

    async close() {
      await Promise.all([...live.values()].map((transport) => transport.close()));
      live.clear();
    },
  };
}
