/** Looks at the tools of a target on a connection of its own. */
import { ConnectError } from '../../adapters/adapter.js';
import type { Revision } from '../../adapters/revision.js';
import { CannotSay, Refused, Unanswered } from '../session/exchange.js';
import { openSession, type SessionDefaults } from '../session/open.js';
import type { SafeCalls } from './arguments.js';
import { takeTools } from './inventory.js';
import { lookAt, type Look } from './look.js';
import type { OpenConnection, TransportTarget } from './transport-target.js';

interface LookAround {
  transportTarget: TransportTarget;
  revision: Revision;
  sessionDefaults: SessionDefaults;
  calls: SafeCalls;
}

/**
 * What the tools of a target do, as far as they may be called. The list is read anew: some servers add tools once they know
 * what their client can do.
 */
export async function look(o: LookAround): Promise<Look> {
  let open: OpenConnection | undefined;
  try {
    open = await o.transportTarget.connect(o.revision, 'shared');
    const session = await openSession({
      dispatcher: open.dispatcher(),
      revision: o.revision,
      ...o.sessionDefaults,
    });
    const { method, params } = session.probe();
    await session.request(method, params).maybe();
    const tools = await takeTools(session);
    const found = await lookAt(session, await o.calls.of({ tools }));
    const names = new Set(found.tried.map(({ call }) => call.name));
    return { ...found, untried: tools.filter((tool) => !names.has(String(tool['name']))) };
  } catch (error) {
    const met = [ConnectError, Unanswered, Refused, CannotSay].some((kind) => kind.is(error));
    if (!met) throw error;
    return { tried: [], untried: [], cut: (error as Error).message };
  } finally {
    void open?.close('graceful');
  }
}
