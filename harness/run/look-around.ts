/** Looks at the tools of a target on a session that cases share. */
import { ConnectError } from '../../adapters/adapter.js';
import { CannotSay, Refused, Unanswered } from '../session/exchange.js';
import type { SelfCheck } from '../session/session.js';
import type { SafeCalls } from './arguments.js';
import { takeTools } from './inventory.js';
import { lookAt, type Look } from './look.js';
import type { PooledSession, SessionPool } from './session-pool.js';

interface LookAround {
  pool: SessionPool;
  selfCheck: SelfCheck;
  calls: SafeCalls;
}

/**
 * What the tools of a target do, as far as they may be called. The list is read anew: some servers add tools once they know
 * what their client can do.
 */
export async function look(o: LookAround): Promise<Look> {
  let pooled: PooledSession | undefined;
  let fit = false;
  try {
    pooled = await o.pool.acquire('shared', o.selfCheck);
    const { session } = pooled;
    const { method, params } = session.probe();
    await session.request(method, params).maybe();
    const tools = await takeTools(session);
    const found = await lookAt(session, await o.calls.of({ tools }));
    fit = found.cut === undefined;
    const names = new Set(found.tried.map(({ call }) => call.name));
    return { ...found, untried: tools.filter((tool) => !names.has(String(tool['name']))) };
  } catch (error) {
    const met = [ConnectError, Unanswered, Refused, CannotSay].some((kind) => kind.is(error));
    if (!met) throw error;
    return { tried: [], untried: [], cut: (error as Error).message };
  } finally {
    pooled?.release(fit);
  }
}
