/** RPCs of one connection one after the other, as a server does that has a single thread for it. */
import type { Http2Session, ServerHttp2Stream } from 'node:http2';

/** The end of the last RPC on each connection. */
const lastEnds = new WeakMap<Http2Session, Promise<void>>();

/** Settles once the RPC before this one on its connection has ended; the next waits for this one. */
export function takeTurn(stream: ServerHttp2Stream): Promise<void> {
  const { session } = stream;
  if (session === undefined) return Promise.resolve();
  const before = lastEnds.get(session) ?? Promise.resolve();
  lastEnds.set(session, new Promise((resolve) => stream.once('close', resolve)));
  return before;
}
