/** A benchmark client for the gRPC tunnel with nothing but grpc-js and protobufjs. */
import { readFileSync } from 'node:fs';
import { Client, credentials } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { makeMessage, Waiting, type EchoClient } from '../waiting.js';

const PROTO = new URL('../../../../proto/mcp_tunnel.proto', import.meta.url);
export const METHOD = '/mcp.tunnel.v1.McpTunnel/Session';
export const LIMITS = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };

/** Frames of the tunnel, coded by protobufjs and nothing else. */
export function makeFrameCodec() {
  const type = protobuf.parse(readFileSync(PROTO, 'utf8')).root.lookupType('mcp.tunnel.v1.Frame');
  return {
    encode: (document: unknown) =>
      Buffer.from(type.encode({ json: Buffer.from(JSON.stringify(document)) }).finish()),
    decode: (bytes: Buffer): unknown => {
      const { json } = type.decode(bytes) as unknown as { json: Buffer };
      return JSON.parse(json.toString('utf8'));
    },
  };
}

export async function connectBareGrpc(address: string): Promise<EchoClient> {
  const client = new Client(address, credentials.createInsecure(), LIMITS);
  const { encode, decode } = makeFrameCodec();
  const waiting = new Waiting();
  const call = client.makeBidiStreamRequest(METHOD, encode, decode);
  call.on('data', (document: unknown) => waiting.settle(document));
  call.on('error', () => undefined);
  return {
    ask(params) {
      const { id, reply } = waiting.next();
      call.write(makeMessage(id, params));
      return reply;
    },
    async close() {
      call.cancel();
      client.close();
    },
  };
}
