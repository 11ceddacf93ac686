/** Signals a target with everything that it started, and ends it all when our process ends. */
import { spawnSync } from 'node:child_process';

/** Leaders of the groups that may still have members. */
const live = new Set<number>();

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A target and all that it started. Each target leads a process group of its own, so that wrappers such as `npx` go
 * together with what they wrap. Whatever ends our own process takes the groups with it.
 */
export class ProcessGroup {
  readonly leader: number;

  constructor(leader: number) {
    this.leader = leader;
    if (live.size === 0) watch();
    live.add(leader);
  }

  /** Signals every member. Windows knows neither groups nor signals: there the whole tree is ended at once. */
  signal(signal: NodeJS.Signals): void {
    send(this.leader, signal);
  }

  /** Ends what is left once the leader is gone. */
  release(): void {
    send(this.leader, 'SIGKILL');
    live.delete(this.leader);
    if (live.size === 0) unwatch();
  }
}

/** `spawn` options that make the child lead a group. */
export const ownGroup = { detached: process.platform !== 'win32', windowsHide: true } as const;

function send(leader: number, signal: NodeJS.Signals): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(leader), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-leader, signal);
  } catch {
    // ESRCH: nobody is left. EPERM: members that changed their user are beyond our reach.
  }
}

function killAll(): void {
  for (const leader of live) send(leader, 'SIGKILL');
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
