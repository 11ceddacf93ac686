/** Makes a reference server listen on a gRPC port. */
import { serveGrpc, type GrpcHandlers } from '../../../adapters/grpc/server/serve.js';
import { announce } from './announce.js';
import { LARGEST_MESSAGE } from './limits.js';
import type { Listen } from './options.js';
import { addStopHandler } from './stop.js';

/** Listens, says where in one line of JSON on stdout, and ends with the signal. */
export async function listenGrpc(listen: Listen, handlers: GrpcHandlers): Promise<void> {
  const { url, close } = await serveGrpc({ ...listen, maxMessage: LARGEST_MESSAGE }, handlers);
  addStopHandler(close);
  announce('grpc', url);
}
