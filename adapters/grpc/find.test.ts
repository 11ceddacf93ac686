import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { addGoogleNeighbours } from '../grpc-google/server/neighbours.js';
import { addGoogleService } from '../grpc-google/server/service.js';
import { findProfiles } from './find.js';
import { addReflection } from './server/reflection.js';
import { createGrpcServer, listenOn } from './server/listen.js';
import { serveGrpc } from './server/serve.js';
import { loadProto } from './proto.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const LOOPBACK = { host: '127.0.0.1', port: 0 };
const UNIMPLEMENTED = 12;
const TYPED = '/model_context_protocol.Mcp/';
const SESSION = '/mcp.tunnel.v1.McpTunnel/Session';

const find = (address: string, more: object = {}) =>
  findProfiles({ address, metadata: {}, ...more }, AbortSignal.timeout(20_000));

/** A server below gRPC, which answers each path with a status and nothing else. */
async function answer(statusOf: (path: string, call: number) => number): Promise<string> {
  let calls = 0;
  const server = createServer().on('stream', (stream: ServerHttp2Stream, headers) => {
    stream.on('error', () => {});
    const status = statusOf(String(headers[':path']), ++calls);
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(status) },
      { endStream: true },
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  cleanups.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serveTyped(add: (server: ReturnType<typeof createGrpcServer>) => void = () => {}) {
  const server = createGrpcServer();
  addGoogleService(server, {
    versions: ['2025-11-25', '2026-07-28'],
    serve: ({ answer: say }) => say({ tools: [], resultType: 'complete' }),
  });
  add(server);
  const { url, close } = await listenOn(server, LOOPBACK);
  cleanups.push(close);
  return new URL(url).host;
}

describe('the profile of a gRPC server', () => {
  it('is the tunnel, where reflection lists it', async () => {
    const { url, close } = await serveGrpc(LOOPBACK, { session: () => undefined });
    cleanups.push(close);
    expect(await find(new URL(url).host)).toEqual([
      {
        transport: 'grpc',
        options: { profile: 'tunnel' },
        says: 'profile tunnel, service mcp.tunnel.v1.McpTunnel, found by reflection',
      },
    ]);
  });

  it('is the typed service with the form of its proto, where reflection describes it', async () => {
    expect(await find(await serveTyped(addGoogleNeighbours))).toEqual([
      {
        transport: 'grpc-google',
        options: { profile: 'google' },
        says: 'profile google, service model_context_protocol.Mcp, proto 0.2, found by reflection',
      },
    ]);
  });

  it('is the typed service, where it answers and there is no reflection', async () => {
    const [found, ...others] = await find(await serveTyped());
    expect(others).toEqual([]);
    expect(found?.says).toBe(
      'profile google, service model_context_protocol.Mcp, proto 0.2, found by asking for its methods',
    );
  });

  it('is asked for, where reflection knows of other services only', async () => {
    const address = await serveTyped((server) => addReflection(server, [loadProto('grpc_health.proto')]));
    expect((await find(address)).map(({ transport }) => transport)).toEqual(['grpc-google']);
  });

  it('is of each form that is there: the tunnel and the typed service at one port', async () => {
    const address = await answer((path) => (path === SESSION || path.startsWith(TYPED) ? 0 : UNIMPLEMENTED));
    expect(await find(address)).toMatchObject([
      { transport: 'grpc', options: { profile: 'tunnel' } },
      { transport: 'grpc-google', options: { profile: 'google' } },
    ]);
  });

  it('is one tunnel of several, and the others are named', async () => {
    const streams = [SESSION, '/emcp.v1.MCPTransport/Stream'];
    const address = await answer((path) => (streams.includes(path) ? 0 : UNIMPLEMENTED));
    const [found, ...others] = await find(address);
    expect(others).toEqual([]);
    expect(found?.says).toContain('also there: emcp (--set grpc.profile=emcp)');
  });

  it('is found under another name of the service, where that is given', async () => {
    const address = await answer((path) => (path === '/own.v1.Tools/ListTools' ? 0 : UNIMPLEMENTED));
    expect(await find(address)).toEqual([]);
    expect(await find(address, { service: 'own.v1.Tools' })).toMatchObject([
      { transport: 'grpc-google', options: { profile: 'google', service: 'own.v1.Tools' } },
    ]);
  });

  it('is not known of a server that answers all paths alike, or of none', async () => {
    const UNAUTHENTICATED = 16;
    for (const status of [0, UNIMPLEMENTED, UNAUTHENTICATED])
      expect(await find(await answer(() => status))).toEqual([]);
    expect(await find('127.0.0.1:1')).toEqual([]);
  });

  it('waits for a server that is not ready yet', async () => {
    const UNAVAILABLE = 14;
    const address = await answer((path, call) => {
      if (call <= 3) return UNAVAILABLE;
      return path === SESSION ? 0 : UNIMPLEMENTED;
    });
    expect(await find(address)).toMatchObject([{ transport: 'grpc', options: { profile: 'tunnel' } }]);
  });
});
