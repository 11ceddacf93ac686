/** A benchmark client for the typed service with nothing but grpc-js and protobufjs, and what an echo server needs of it. */
import { fileURLToPath } from 'node:url';
import { Client, credentials } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import type { EchoClient } from '../waiting.js';
import { LIMITS } from './grpc.js';

const PROTO = fileURLToPath(new URL('../../../../proto/mcp_google.proto', import.meta.url));
export const CALL_TOOL = '/model_context_protocol.Mcp/CallTool';
/** What the server reads and writes: the octets of the arguments are those of the structured content. */
const ECHO = `syntax = "proto3";
message Call { message Request { bytes arguments = 2; } Request request = 2; }
message Answer { bytes structured_content = 3; }`;

/** The response to a call that gives its arguments back, without a look at them. */
export function makeEcho(): (request: Buffer) => Buffer {
  const { root } = protobuf.parse(ECHO);
  const [call, answer] = [root.lookupType('Call'), root.lookupType('Answer')];
  return (bytes) => {
    const { request } = call.decode(bytes) as unknown as { request: { arguments: Uint8Array } };
    return Buffer.from(answer.encode({ structuredContent: request.arguments }).finish());
  };
}

export async function connectBareGoogle(address: string): Promise<EchoClient> {
  const root = protobuf.loadSync(PROTO);
  const [call, answer] = ['CallToolRequest', 'CallToolResponse'].map((name) =>
    root.lookupType(`model_context_protocol.${name}`),
  ) as [protobuf.Type, protobuf.Type];
  const client = new Client(address, credentials.createInsecure(), LIMITS);
  const encode = (value: object) => Buffer.from(call.encode(call.fromObject(value)).finish());
  const decode = (bytes: Buffer) => answer.toObject(answer.decode(bytes));
  return {
    ask: (params) =>
      new Promise((resolve, reject) => {
        const request = { request: { name: 'echo', arguments: { fields: makeFields(params) } } };
        client.makeUnaryRequest(CALL_TOOL, encode, decode, request, (error, value) =>
          error === null ? resolve(value) : reject(error),
        );
      }),
    async close() {
      client.close();
    },
  };
}

/** The benchmarks ask with texts and numbers alone. */
const makeFields = (params: object) =>
  Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key,
      typeof value === 'number' ? { numberValue: value } : { stringValue: String(value) },
    ]),
  );
