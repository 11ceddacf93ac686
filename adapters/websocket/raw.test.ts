import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Transcript } from '../transcript.js';
import { dial } from './raw.js';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

/** What a client sees of a server that answers every upgrade with these bytes. */
async function meet(answer: string) {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    headers: {},
    profile: 'mcp' as const,
  };
  const { signal } = new AbortController();
  const options = { transcript: new Transcript(), signal, id: 'dial-1', era: 'legacy', maxMessage: 1_000 };
  const raw = await dial(endpoint, ['mcp'], {}, { ...options, revision: '2025-11-25' } as never);
  cleanups.push(() => {
    raw.drop();
    server.close();
  });
  return raw;
}

describe('the answer to an upgrade by hand', () => {
  it('is the final one, after what was said before it', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n';
    const raw = await meet(
      `${hints}HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n\u0081\u0000`,
    );
    expect(raw.status?.value).toBe(101);
    expect(raw.header('link').value).toBeUndefined();
    expect(raw.header('upgrade').value).toBe('websocket');
  });

  it('may be a refusal', async () => {
    const raw = await meet('HTTP/1.1 503 Service Unavailable\r\n\r\n');
    expect(raw.status?.value).toBe(503);
    expect((await raw.fate(0)).value).toMatchObject({ open: true, how: 'still open' });
  });
});
