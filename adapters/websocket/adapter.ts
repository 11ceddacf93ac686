/** The WebSocket adapter: makes the upgrade and opens a connection on it. */
import type { Adapter } from '../adapter.js';
import { LibraryConnection, WEBSOCKET_TRAITS } from './connection.js';
import type { WebSocketConnection, WebSocketEndpoint } from './endpoint.js';
import { listOffers, upgrade } from './upgrade.js';

/** One JSON-RPC document a text message (README.md in this folder). */
export const websocket: Adapter<WebSocketEndpoint, WebSocketConnection> = {
  transport: 'websocket',
  custom: true,
  traits: () => WEBSOCKET_TRAITS,
  async open(endpoint, options) {
    options.signal.throwIfAborted();
    const offers = listOffers(endpoint, options.revision);
    return new LibraryConnection(await upgrade(endpoint, offers, options), endpoint, offers, options);
  },
};
