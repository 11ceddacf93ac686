/** Makes a reference server listen on a WebSocket port. */
import { serveWebSocket, type Accept } from '../../../adapters/websocket/server/serve.js';
import { announce } from './announce.js';
import { LARGEST_MESSAGE } from './limits.js';
import type { Guarded } from './options.js';
import { addStopHandler } from './stop.js';

/** Listens, says where in one line of JSON on stdout, and ends with the signal. */
export async function listenOnWebSocket(listen: Guarded, accept: Accept): Promise<void> {
  const server = await serveWebSocket({ ...listen, maxMessage: LARGEST_MESSAGE }, accept);
  addStopHandler(() => server.close());
  announce('websocket', server.url);
}
