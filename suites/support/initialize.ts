import type { Exchange, Session } from '../session.js';

const clientInfo = { name: 'mcp-transport-conformance', version: '1.0.0' };

/** Sends `initialize` on a session that was opened without a handshake, or once more on one that was. */
export const initialize = (session: Session, protocolVersion: string): Exchange =>
  session.raw({
    jsonrpc: '2.0',
    id: `initialize ${protocolVersion}`,
    method: 'initialize',
    params: { protocolVersion, capabilities: {}, clientInfo },
  });
