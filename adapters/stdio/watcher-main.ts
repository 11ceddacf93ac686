/** The process that ends the targets of a run once the runner was killed. */
import { endStrays, signalGroup } from './ownership.js';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const [, , owner = ''] = process.argv;
const live = new Set<number>();
let told = '';

/** A line for each group that came (`+PID`) or went (`-PID`); another one says that there is nothing left to do. */
process.stdin.setEncoding('utf8').on('data', (text: string) => {
  const lines = (told + text).split('\n');
  told = lines.pop() ?? '';
  for (const line of lines) {
    const leader = Number(line.slice(1));
    if (line.startsWith('+')) live.add(leader);
    else if (line.startsWith('-')) live.delete(leader);
    else process.exit();
  }
});
process.stdin.once('error', end);
process.stdin.once('close', end);

/** The pipe closes when the runner is gone, however that came. */
function end(): void {
  for (const leader of live) signalGroup(leader, 'SIGKILL');
  endStrays(owner);
  process.exit();
}
