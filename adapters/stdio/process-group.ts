/** Signals a target with everything that it started, and ends it all when our process ends. */
import { dropMark, endStrays, ownerId, signalGroup } from './ownership.js';
import { unwatchGroup, watchGroup } from './watcher.js';

/** Leaders of the groups that may still have members. */
const live = new Set<number>();

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A target and all that it started. Each target leads a process group of its own, so that wrappers such as `npx` go
 * together with what they wrap. Whatever ends our own process takes the groups with it.
 */
export class ProcessGroup {
  readonly leader: number;
  readonly #mark: string;

  /** `mark` is what its environment says (`makeMark`). */
  constructor(leader: number, mark: string) {
    this.leader = leader;
    this.#mark = mark;
    if (live.size === 0) watch();
    live.add(leader);
    watchGroup(leader);
  }

  signal(signal: NodeJS.Signals): void {
    signalGroup(this.leader, signal);
  }

  /** Ends what is left once the leader is gone. */
  release(): void {
    signalGroup(this.leader, 'SIGKILL');
    if (!live.delete(this.leader)) return;
    dropMark(this.#mark);
    unwatchGroup(this.leader, live.size === 0);
    if (live.size === 0) unwatch();
  }
}

/** `spawn` options that make the child lead a group. */
export const ownGroup = { detached: process.platform !== 'win32', windowsHide: true } as const;

function killAll(): void {
  for (const leader of live) signalGroup(leader, 'SIGKILL');
  endStrays(ownerId);
}

/** Without a handler a signal would end us with no `exit` event. Who installs another one ends the process itself. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  killAll();
  unwatch();
  process.kill(process.pid, signal);
}

function watch(): void {
  process.on('exit', killAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unwatch(): void {
  process.off('exit', killAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}
