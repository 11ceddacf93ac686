/** Sends one ordinary request, so that what follows means something. */
import type { Reply, Session } from '../session.js';

/** What every server answers; `undefined` where this one does not. */
export function askOnce(session: Session): Promise<Reply | undefined> {
  const { method, params } = session.probe();
  return session.request(method, params).maybe();
}
