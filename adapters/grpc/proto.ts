/** Reads the messages of `proto/`, for the client, for servers, and for both of them in a bundle. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import protobuf, { type Root, type Type } from 'protobufjs';

/** A message type of one of our .proto files: `In` and `Out` are the generated types of its fields. */
export interface MessageType<In, Out> {
  encode: (fields: In) => Buffer;
  /** Throws where the bytes are no such message. */
  decode: (bytes: Buffer) => Out;
}

/**
 * The path of a file of `proto/`, which stands beside `dist/` in the package. It is looked for upwards from here, because a
 * bundle puts this module at a depth of its own. Throws where it is missing.
 */
export function findProto(name: string): string {
  for (
    let folder = fileURLToPath(new URL('.', import.meta.url));
    folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    const file = join(folder, 'proto', name);
    if (existsSync(file)) return file;
  }
  throw new Error(`proto/${name} is missing from this installation`);
}

/** Reads a file of `proto/`. */
export function loadProto(name: string): Root {
  const text = readFileSync(findProto(name), 'utf8');
  const root = new protobuf.Root();
  protobuf.parse(text, root);
  root.resolveAll();
  return root;
}

/** The type of that full name; the compiler is told what the build generated for it. */
export function findMessageType<In extends object, Out>(root: Root, name: string): MessageType<In, Out> {
  const type: Type = root.lookupType(name);
  return {
    encode: (fields) => Buffer.from(type.encode(fields).finish()),
    decode: (bytes) => type.decode(bytes) as unknown as Out,
  };
}

/** The codec part of a method definition of grpc-js. */
export const makeCodec = <RequestIn, RequestOut, ResponseIn, ResponseOut>(
  request: MessageType<RequestIn, RequestOut>,
  response: MessageType<ResponseIn, ResponseOut>,
) => ({
  requestSerialize: request.encode,
  requestDeserialize: request.decode,
  responseSerialize: response.encode,
  responseDeserialize: response.decode,
});
