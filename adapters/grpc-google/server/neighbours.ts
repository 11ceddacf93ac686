/** The services beside the typed one: health checks and reflection. */
import type { Server } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { findProto } from '../../grpc/proto.js';
import { addHealth } from '../../grpc/server/health.js';
import { addReflection } from '../../grpc/server/reflection.js';
import { SERVICE } from './rpcs.js';

/** Health checks for the typed service, and reflection that describes it. */
export function addGoogleNeighbours(server: Server): void {
  addHealth(server, [SERVICE]);
  // Descriptors have the names as they are written.
  const root = new protobuf.Root().loadSync(findProto('mcp_google.proto'), { keepCase: true });
  addReflection(server, [root]);
}
