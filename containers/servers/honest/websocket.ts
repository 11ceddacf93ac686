/** Serves an honest server over WebSocket, with or without the sessions of the draft SEP-1288. */
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { listenForUpgrades } from '../../../adapters/websocket/server/listener.js';
import { toRefusal, take, type ClientConnection, type ServerSession } from './core.js';
import { isObject } from '../../../adapters/json.js';
import { RefusalError, type Message, type Variant } from './message.js';

/** Bytes of one message. */
const MAX_MESSAGE = 128 * 1024 * 1024;
/** Sessions of SEP-1288 that are kept for clients who may come back; the oldest go first. */
const MAX_SESSIONS = 1_000;

interface Kept {
  readonly session: ServerSession;
  readonly client: WebSocket;
}

/** Serves both eras on one endpoint of the loopback interface; resolves with its address. */
export async function serveVariantOverWebSocket(variant: Variant, port: number): Promise<string> {
  const kept = new Map<string, Kept>();
  const { url } = await listenForUpgrades({ port, maxMessage: MAX_MESSAGE }, (client, upgrade) => {
    converse(variant, client, isDraft(upgrade) ? kept : undefined);
  });
  return url;
}

/** Whether the client speaks the draft SEP-1288, which has sessions that outlive a connection. */
const isDraft = ({ headers }: IncomingMessage): boolean =>
  headers['sec-websocket-protocol']?.includes('mcp.version.') === true;

function converse(variant: Variant, client: WebSocket, kept: Map<string, Kept> | undefined): void {
  const encode = variant.encode ?? ((document) => JSON.stringify(document));
  const write = (document: unknown): void => client.send(encode(document, true), () => {});
  const closed = new AbortController();
  client.on('error', () => client.terminate());
  client.once('close', () => closed.abort());
  const connection: ClientConnection = {
    session: undefined,
    pace: variant.pace?.() ?? (() => Promise.resolve()),
    inFlight: new Map(),
    closing: closed.signal,
    emit: write,
    push: write,
  };
  client.on('message', (data: Buffer, binary) => {
    if (binary) return client.close(1003, 'JSON-RPC comes in text messages');
    let document: unknown;
    try {
      document = JSON.parse(data.toString('utf8'));
    } catch {
      return write(toRefusal(new RefusalError(-32700, 'Parse error'), undefined, connection).document);
    }
    answer(document).catch(() => client.terminate());
  });

  async function answer(document: unknown): Promise<void> {
    const answered = await take(variant, document, connection);
    if (answered === undefined) return;
    const opens = isObject(document) && document['method'] === 'initialize';
    write(opens && kept ? resumed(document, answered.document as Message, kept) : answered.document);
  }

  /** The answer to `initialize` by the draft: with the id of the session, old or new. */
  function resumed(request: Message, answered: Message, kept: Map<string, Kept>): Message {
    if (connection.session === undefined || !('result' in answered)) return answered;
    const before = kept.get(String(request['mcpSessionId']));
    if (before !== undefined) {
      connection.session = before.session;
      before.client.close(1000, 'the session goes on on another connection');
    }
    const { id } = connection.session;
    kept.set(id, { session: connection.session, client });
    const [oldest] = kept.keys();
    if (kept.size > MAX_SESSIONS && oldest !== undefined) kept.delete(oldest);
    return { ...answered, mcpSessionId: id };
  }
}
