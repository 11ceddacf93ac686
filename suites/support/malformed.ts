/** Sends malformed messages, and judges the errors they get and whether the server survives them. */
import type { RequirementId } from '../requirements/index.js';
import type { Context } from '../scenario.js';
import type { Exchange, Id, Session } from '../session.js';
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
  /** Completes "what is …". */
  what: string;
}

const SURVIVED = 'jsonrpc.malformed-survived';

/**
 * Sends malformed bodies, each followed by a request that shows whether the server lives, and judges the errors that
 * they are refused with. An error without an id may be to any of them, and the same codes are right for all.
 */
export async function judgeRefusals<R extends RequirementId>(
  t: Context<R | typeof SURVIVED>,
  { requirement, session, bodies, codes, what }: Refusal<NoInfer<R>>,
): Promise<void> {
  const exchanges: Exchange[] = [];
  let survived = true;
  for (const { body, id } of bodies) {
    if (!survived) break;
    const exchange = session.raw(body, { id, acceptWithoutId: true });
    exchanges.push(exchange);
    survived = await judgeSurvival(t, SURVIVED, session);
    await t.wait(exchange.maybe(t.quietMs));
  }
  const replies = await Promise.all(exchanges.map((exchange) => exchange.maybe(0)));
  let refused = false;
  for (const reply of replies) {
    if (reply?.isError !== true) continue;
    refused = true;
    t.satisfies(
      requirement,
      reply.at<number>('/error/code'),
      (code) => codes.includes(code),
      `the code ${codes.join(' or ')}`,
    );
  }
  if (refused) return;
  const none = `gives no JSON-RPC error for what is ${what}`;
  const end = survived ? undefined : await exchanges.at(-1)?.replyState();
  if (survived) t.notApplicable(requirement, `the server goes on, and ${none}`);
  else if (end?.value === 'ended') t.notApplicable(requirement, `the server hangs up, and ${none}`);
  else t.notVerified(requirement, `answer what is ${what}, or the request after it`);
}
