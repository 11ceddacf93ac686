/** Sends malformed messages, and judges the errors they get and whether the server survives them. */
import type { RequirementId } from '../requirements/index.js';
import type { Context } from '../scenario.js';
import type { Id, Session } from '../session.js';
import { judgeSurvival } from './survival.js';

export interface Malformed {
  body: object | Uint8Array;
  /** The id that a server may still have read in it. */
  id: Id;
}

interface Refusal<R> {
  requirement: R;
  session: Session;
  bodies: readonly Malformed[];
  /** Codes that such a body may be refused with. */
  codes: readonly number[];
  /** Completes "answer …". */
  what: string;
}

const SURVIVED = 'jsonrpc.malformed-survived';

/**
 * Sends malformed bodies, each followed by a request that shows whether the server lives, and judges the errors that
 * they are refused with. Ends at the first that is not answered: an error without an id could otherwise not be told from
 * the one to the next body.
 */
export async function judgeRefusals<R extends RequirementId>(
  t: Context<R | typeof SURVIVED>,
  { requirement, session, bodies, codes, what }: Refusal<NoInfer<R>>,
): Promise<void> {
  let refused = false;
  for (const { body, id } of bodies) {
    const exchange = session.raw(body, { id, acceptWithoutId: true });
    const survived = await judgeSurvival(t, SURVIVED, session);
    const reply = await t.wait(exchange.maybe(t.quietMs));
    if (reply?.isError === true) {
      refused = true;
      t.satisfies(
        requirement,
        reply.at<number>('/error/code'),
        (code) => codes.includes(code),
        `the code ${codes.join(' or ')}`,
      );
    }
    if (!survived || reply === undefined) break;
  }
  if (!refused) t.notVerified(requirement, `answer ${what}`);
}
