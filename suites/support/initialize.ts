/** Sends `initialize` by hand, with any protocol version. */
import { LEGACY_REVISIONS } from '../../adapters/revision.js';
import type { Context } from '../scenario.js';
import type { Exchange, Reply, Session } from '../session.js';

const clientInfo = { name: 'mcp-transport-conformance', version: '1.0.0' };

/** Sends `initialize` on a session that was opened without a handshake, or once more on one that was. */
export const initialize = (session: Session, protocolVersion: string): Exchange =>
  session.raw({
    jsonrpc: '2.0',
    id: `initialize ${protocolVersion}`,
    method: 'initialize',
    params: { protocolVersion, capabilities: {}, clientInfo },
  });

/** How the server meets a client of the legacy era; on a connection of its own, whose era that may decide. */
export async function meetLegacyClient(t: Pick<Context, 'session'>): Promise<Reply | undefined> {
  const revision = LEGACY_REVISIONS.at(-1) ?? '2025-11-25';
  return initialize(await t.session({ handshake: false, revision }), revision).maybe();
}

/** Whether an answer to `initialize` opens a session of the legacy era: it agrees on a version of that era. */
export const isLegacyWelcome = (reply: Reply | undefined): boolean =>
  (LEGACY_REVISIONS as readonly unknown[]).includes(reply?.result?.['protocolVersion']);
