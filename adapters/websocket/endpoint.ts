import type { Connection } from '../adapter.js';
import type { TlsOptions } from '../tls.js';

/** `mcp`: our written binding, as the v1 SDKs speak it. `sep-1288`: the draft of that number. `plain`: no subprotocol. */
export const PROFILES = ['mcp', 'sep-1288', 'plain'] as const;
export type WebSocketProfile = (typeof PROFILES)[number];

export interface WebSocketEndpoint {
  /** ws:// or wss:// */
  url: string;
  /** Sent with the upgrade; their values never reach a transcript. */
  headers: Readonly<Record<string, string>>;
  tls?: TlsOptions;
  profile: WebSocketProfile;
  /** In place of those that the profile offers. */
  subprotocols?: readonly string[];
  /** A server that names no subprotocol in its answer is talked to all the same. */
  tolerateMissingEcho?: boolean;
  origin?: string;
}

/** What binding scenarios see beyond `Connection`. */
export interface WebSocketConnection extends Connection {
  readonly url: string;
}
