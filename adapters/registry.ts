/** One line a transport: the descriptor that its folder exports. */
export { grpc } from './grpc/transport.js';
export { grpcGoogle } from './grpc-google/transport.js';
export { stdio } from './stdio/transport.js';
export { streamableHttp } from './streamable-http/transport.js';
export { websocket } from './websocket/transport.js';
