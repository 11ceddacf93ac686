/** Takes memory, CPU or processes away from a server, and judges how it answers then and afterwards. */
import type { Resource, Server } from '../machine.js';
import type { RequirementId } from '../requirements/index.js';
import type { Context } from '../scenario.js';
import type { Session } from '../session.js';
import { isObject } from '../../adapters/json.js';

/** Milliseconds for a request on a machine that has almost nothing left. */
const STARVED_MS = 10_000;
/** Requests that are made meanwhile. */
const ASKED = 3;

/** Completes "expected …". */
const SERVES = 'a result';

/** Takes a resource away, asks, gives it back, and asks again. */
export async function starve<R extends RequirementId>(
  t: Context<R>,
  resource: Resource,
  requirement: R,
): Promise<void> {
  const server = await t.server();
  if (server.starve === undefined || server.relieve === undefined) {
    return t.notVerified(requirement, 'run in a container (`image` or `dockerfile`)');
  }
  const session = await server.session();
  await server.starve(resource);
  const { method, params } = session.probe();
  const asked = Array.from({ length: ASKED }, () => session.request(method, params, { timeout: STARVED_MS }));
  for (const request of asked) {
    t.satisfies(
      requirement,
      await request.replyState(),
      (how) => how === 'answered' || how === 'ended',
      'an answer, or an end that shows',
    );
  }
  await server.relieve();
  // It may have ended, which is its right.
  await server.start();
  await judgeServes(t, server, requirement);
}

/**
 * Judges whether a server that was hurt takes a new session and answers on it; a refusal of the opening request is no. Resolves
 * with the session of one that does.
 */
export async function judgeServes<R extends RequirementId>(
  t: Context<R>,
  server: Server,
  requirement: NoInfer<R>,
): Promise<Session | undefined> {
  const session = await t.meets(requirement, server.session(), SERVES);
  const reply = await session?.barrier();
  const serves = reply !== undefined && t.satisfies(requirement, reply.at('/result'), isObject, SERVES);
  return serves ? session : undefined;
}
