/** The gRPC health service (`grpc.health.v1.Health`), served beside MCP. */
import {
  status,
  type Server,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { makeCodec, loadProto, findMessageType } from '../proto.js';
import type {
  HealthCheckRequest,
  HealthCheckRequest__Output,
} from '../../../proto/generated/grpc/health/v1/HealthCheckRequest.js';
import {
  _grpc_health_v1_HealthCheckResponse_ServingStatus as ServingStatus,
  type HealthCheckResponse,
  type HealthCheckResponse__Output,
} from '../../../proto/generated/grpc/health/v1/HealthCheckResponse.js';

const PATH = '/grpc.health.v1.Health';

/** The health service: the server as a whole and `services`, by their full names, are up as long as they answer. */
export function addHealth(server: Server, services: readonly string[]): void {
  const root = loadProto('grpc_health.proto');
  const request = findMessageType<HealthCheckRequest, HealthCheckRequest__Output>(
    root,
    'grpc.health.v1.HealthCheckRequest',
  );
  const response = findMessageType<HealthCheckResponse, HealthCheckResponse__Output>(
    root,
    'grpc.health.v1.HealthCheckResponse',
  );
  const codec = {
    ...makeCodec(request, response),
    requestStream: false,
  };
  const knows = (service = ''): boolean => service === '' || services.includes(service);
  type Call<Kind> = Kind & { request: HealthCheckRequest__Output };
  server.addService(
    {
      Check: { ...codec, path: `${PATH}/Check`, responseStream: false },
      Watch: { ...codec, path: `${PATH}/Watch`, responseStream: true },
    },
    {
      Check: (
        { request: { service } }: Call<ServerUnaryCall<HealthCheckRequest__Output, HealthCheckResponse>>,
        reply: sendUnaryData<HealthCheckResponse>,
      ) => {
        if (knows(service)) reply(null, { status: ServingStatus.SERVING });
        else reply({ code: status.NOT_FOUND, details: `unknown service ${service}` });
      },
      // What is watched never changes here; the client ends the call.
      Watch: (call: Call<ServerWritableStream<HealthCheckRequest__Output, HealthCheckResponse>>) => {
        const known = knows(call.request.service);
        call.write({ status: known ? ServingStatus.SERVING : ServingStatus.SERVICE_UNKNOWN });
      },
    },
  );
}
