/** Log levels of the legacy era: none below the level that was set. */
import { LEVELS } from '../../adapters/mcp.js';
import { defineObserver, type ReceivedMessage, type SentMessage } from '../observer.js';
import { isLog } from '../support/logging.js';

const RULE = 'logging.level-respected';

export default defineObserver(
  {
    title: 'No log message is less severe than the level that was set',
    requirements: [RULE],
    revisions: { era: 'legacy' },
  },
  () => ({
    received(message, t) {
      if (!isLog(message) || !message.session.alone || !message.ofRevision) return;
      const inForce = levelsInForce(message);
      const [of] = inForce;
      if (of === undefined) return;
      const ranks = inForce.map((one) => rank(one.params['level']));
      const least = Math.min(...ranks);
      // What is severe enough came by chance and shows nothing: the scenario, which has a lesser message sent, earns the pass.
      if (rank(message.at('/params/level').value) >= least) return;
      t.satisfies(
        RULE,
        message.at('/params/level'),
        (level) => rank(level) >= least,
        `the level ${LEVELS[least] ?? ''} or one that is more severe`,
        of,
      );
    },
  }),
);

const rank = (level: unknown): number => (LEVELS as readonly unknown[]).indexOf(level);

/** A level that was refused was not set. */
const isSetting = ({ method, reply }: SentMessage): boolean =>
  method === 'logging/setLevel' && reply?.isError !== true;

/** The level that was set last, and those that are being set: any of these may be in force by now. */
function levelsInForce(message: ReceivedMessage): readonly SentMessage[] {
  const set = [...message.session.requests].filter(isSetting);
  const last = set.findLastIndex(({ replies }) => replies > 0);
  const of = set[last];
  return of === undefined || mayOvertake(message, of) ? [] : set.slice(last);
}

/** On a channel of its own only what was asked after the level was set has to heed it. */
function mayOvertake({ on }: ReceivedMessage, { reply }: SentMessage): boolean {
  const [request] = on.sent;
  return on.perRequest && (request === undefined || reply === undefined || request.entry < reply.entry);
}
