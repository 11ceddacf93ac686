/** Wraps the server's machine so that each pause, kill or network cut is noted in the record. */
import { ConnectError } from '../../adapters/adapter.js';
import { EngineRefusal } from '../../containers/engine/calls.js';
import type { Machine, Server } from '../../suites/machine.js';
import { CannotSay } from '../session/exchange.js';

/** A machine whose every fault is noted, and with sessions on what runs there. */
export function recordMachine(
  machine: Machine,
  o: Pick<Server, 'session'> & { note: (what: string) => void },
): Server {
  const told =
    <A extends readonly unknown[]>(what: string, act: (...given: A) => Promise<void> | void) =>
    async (...given: A): Promise<void> => {
      o.note([what, ...given].join(' '));
      try {
        await act(...given);
      } catch (cause) {
        // It was tried again, and says nothing of the target.
        if (cause instanceof EngineRefusal) {
          const reason = `run on a machine that does this: ${what} (the engine said: ${cause.message})`;
          throw new CannotSay({ status: 'not-verified', reason });
        }
        // A server that does not come up again is the target's doing, and says so itself.
        if (ConnectError.is(cause)) throw cause;
        throw new Error(`the machine could not do this: ${what}: ${(cause as Error).message}`, { cause });
      }
      o.note(`done: ${what}`);
    };
  const { starve, relieve, disconnect, reconnect, turn } = machine;
  return {
    session: o.session,
    pause: told('pause', () => machine.pause()),
    resume: told('resume', () => machine.resume()),
    kill: told('kill', () => machine.kill()),
    start: told('start', () => machine.start()),
    ...(starve === undefined ? {} : { starve: told('take away', starve) }),
    ...(relieve === undefined ? {} : { relieve: told('give back', relieve) }),
    ...(disconnect === undefined ? {} : { disconnect: told('take off the network', disconnect) }),
    ...(reconnect === undefined ? {} : { reconnect: told('put on the network', reconnect) }),
    ...(turn === undefined
      ? {}
      : {
          turn() {
            o.note('what connects from now on reaches the other server');
            turn();
          },
        }),
  };
}
