/** The gRPC server reflection service, at its names v1 and v1alpha. */
import { status, type Server, type ServerDuplexStream } from '@grpc/grpc-js';
import type { Root } from 'protobufjs';
import descriptor, { type IFileDescriptorProto } from 'protobufjs/ext/descriptor/index.js';
import { makeCodec, loadProto, findMessageType } from '../proto.js';
import type {
  ServerReflectionRequest,
  ServerReflectionRequest__Output,
} from '../../../proto/generated/grpc/reflection/v1/ServerReflectionRequest.js';
import type {
  ServerReflectionResponse,
  ServerReflectionResponse__Output,
} from '../../../proto/generated/grpc/reflection/v1/ServerReflectionResponse.js';

/** Both names under which clients ask; the messages are the same. */
const PATHS = ['/grpc.reflection.v1.ServerReflection', '/grpc.reflection.v1alpha.ServerReflection'];

interface File {
  name: string;
  symbols: readonly string[];
  services: readonly string[];
  bytes: Buffer;
}

/** The reflection service for the services that the roots define, and for those beside them. */
export function addReflection(server: Server, roots: readonly Root[]): void {
  const own = loadProto('grpc_reflection.proto');
  const files = [...roots, loadProto('grpc_health.proto'), own].flatMap(filesOf);
  const name = 'grpc.reflection.v1.ServerReflection';
  const request = findMessageType<ServerReflectionRequest, ServerReflectionRequest__Output>(
    own,
    `${name}Request`,
  );
  const response = findMessageType<ServerReflectionResponse, ServerReflectionResponse__Output>(
    own,
    `${name}Response`,
  );
  for (const path of PATHS) {
    server.addService(
      {
        ServerReflectionInfo: {
          path: `${path}/ServerReflectionInfo`,
          requestStream: true,
          responseStream: true,
          ...makeCodec(request, response),
        },
      },
      {
        ServerReflectionInfo: (
          call: ServerDuplexStream<ServerReflectionRequest__Output, ServerReflectionResponse>,
        ) => {
          call.on('data', (asked: ServerReflectionRequest__Output) => {
            const answer = answerTo(asked, files);
            call.write({ originalRequest: asked, ...answer });
          });
          call.on('end', () => call.end());
          call.on('error', () => call.end());
        },
      },
    );
  }
}

function answerTo(asked: ServerReflectionRequest__Output, files: readonly File[]): ServerReflectionResponse {
  if (Object.hasOwn(asked, 'listServices')) {
    const service = files.flatMap(({ services }) => services).map((each) => ({ name: each }));
    return { listServicesResponse: { service } };
  }
  const { fileByFilename, fileContainingSymbol } = asked;
  const file = files.find(({ name, symbols }) =>
    Object.hasOwn(asked, 'fileByFilename')
      ? name === fileByFilename
      : symbols.some(
          (symbol) => symbol === fileContainingSymbol || fileContainingSymbol?.startsWith(`${symbol}.`),
        ),
  );
  return file === undefined
    ? { errorResponse: { errorCode: status.NOT_FOUND, errorMessage: 'no such file or symbol' } }
    : { fileDescriptorResponse: { fileDescriptorProto: [file.bytes] } };
}

/** protobufjs makes one file of each package. */
function filesOf(root: Root): File[] {
  const set = (
    root as Root & { toDescriptor(syntax: string): { file: IFileDescriptorProto[] } }
  ).toDescriptor('proto3');
  return set.file.map((file) => {
    const full = (each: { name?: string | undefined }): string => `${file.package}.${each.name}`;
    const services = (file.service ?? []).map(full);
    return {
      name: file.name ?? '',
      symbols: [...services, ...(file.messageType ?? []).map(full)],
      services,
      bytes: Buffer.from(descriptor.FileDescriptorProto.encode(file).finish()),
    };
  });
}
