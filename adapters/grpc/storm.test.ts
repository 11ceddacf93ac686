import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer as createHttp2 } from 'node:http2';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import { findStorm } from './storm.js';

const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

async function listen(server: Server): Promise<{ address: string }> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  cleanups.push(() => server.close());
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A server that says these frames to whoever speaks to it. */
const saying = (frames: Uint8Array): Promise<{ address: string }> =>
  listen(
    createTcp((socket: Socket) => {
      cleanups.push(() => socket.destroy());
      socket.on('error', () => undefined).once('data', () => void socket.write(frames));
    }),
  );

const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
const GOAWAY = Buffer.from([0, 0, 8, 7, 0, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
const many = (frame: Uint8Array): Buffer =>
  Buffer.concat([SETTINGS, ...Array.from({ length: 30 }, () => frame)]);

describe('what comes on a bare HTTP/2 connection', () => {
  it('is a storm where one frame follows the other', async () => {
    expect(await findStorm(await saying(many(GOAWAY)))).toBe(
      'a flood: 20 GOAWAY frames on a connection, and no answer',
    );
    expect(await findStorm(await saying(many(SETTINGS)))).toMatch(/20 SETTINGS frames/);
  });

  it('is none where a server says goodbye, knows its business, or is not there', async () => {
    expect(await findStorm(await saying(Buffer.concat([SETTINGS, GOAWAY, GOAWAY])))).toBeUndefined();
    expect(await findStorm(await listen(createHttp2()))).toBeUndefined();
    // Port 9 is "discard", which nobody serves on loopback.
    expect(await findStorm({ address: '127.0.0.1:9' })).toBeUndefined();
  });
});
