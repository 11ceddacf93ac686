/** Lines on stdout that are no message, in whatever conversation they come. */
import type { Observation } from '../../adapters/observation.js';
import { defineObserver, type ObserverContext } from '../observer.js';
import { isMeantAsMessage, StdoutLines, type Strays } from '../support/stdout-lines.js';

const ONLY = 'stdio.stdout-only-messages';
const ONE_LINE = 'stdio.one-line-per-message';
/** Findings of one process; more of the same say nothing new. */
const MAX_FOUND = 50;

export default defineObserver(
  { title: 'Nothing but messages on stdout', requirements: [ONLY, ONE_LINE], transports: ['stdio'] },
  () => {
    const lines = new StdoutLines<Observation<string>>();
    /** Lines that are no messages. */
    let found = 0;
    const judge = (strays: Strays<Observation<string>>[], t: ObserverContext<Cited>): void => {
      for (const { lines: stray, broken } of strays)
        for (const line of broken ? stray.slice(0, 1) : stray) {
          if (++found > MAX_FOUND) return;
          if (broken) t.satisfies(ONE_LINE, line, () => false, 'a whole message on one line');
          else t.satisfies(ONLY, line, () => false, 'a JSON-RPC message');
        }
    };
    return {
      // Where it holds is for the scenario to say, which looks on purpose.
      came(arrived, t) {
        const { json } = arrived;
        if (found > MAX_FOUND) return;
        if (isMeantAsMessage(json)) return judge(lines.end(), t);
        const { text } = arrived;
        judge(lines.add(text, text.value, json), t);
      },
      closed(t) {
        judge(lines.end(), t);
      },
    };
  },
);

type Cited = typeof ONLY | typeof ONE_LINE;
