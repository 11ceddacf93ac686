import type { Id, Reply, Session } from '../session.js';

export interface Malformed {
  body: object | Uint8Array;
  /** The id that a server may still have read in it. */
  id: Id;
}

/**
 * Sends malformed bodies, each followed by a fence, and gives the errors that they are refused with. Ends at the first
 * that is not answered: an error without an id could otherwise not be told from the one to the next body.
 */
export async function* refusals(
  session: Session,
  bodies: readonly Malformed[],
  quietMs: number,
): AsyncGenerator<Reply> {
  for (const { body, id } of bodies) {
    const exchange = session.raw(body, { id, acceptWithoutId: true });
    await session.fence();
    const reply = await exchange.maybe(quietMs);
    if (reply === undefined) return;
    if (reply.isError) yield reply;
  }
}
