import { defineScenario, type Context, type LentCall } from '../../scenario.js';
import type { Message, Session } from '../../session.js';
import { hasSucceeded } from '../../support/tool-calls.js';

/** Milliseconds by which a timer may be early. */
const TIMER_MS = 20;
/** Times as long as the fixture is told to take where it was done too soon. */
const LONGER = 4;
const IDS = ['cancellation.not-answered', 'cancellation.nothing-more'] as const;

export default defineScenario(
  {
    title: 'A cancelled request is not answered, and the one beside it is',
    requirements: IDS,
    needs: { role: 'slow' },
  },
  async (t) => {
    const session = await t.session();
    const call = await t.role('slow');
    if (await cancelOnce(t, session, call, 'mcptc-cancelled')) return;
    // On a busy machine the tool may be done before it is cancelled: the fixture takes as long as it is told to.
    const args = { ...call.arguments, ms: LONGER * Number(call.arguments['ms']) };
    const longer = { ...call, arguments: args };
    if (call.fixture && (await cancelOnce(t, session, longer, 'mcptc-cancelled-later'))) return;
    for (const id of IDS) t.notVerified(id, `still be at work on ${call.name} when it is cancelled`);
  },
);

/** Returns whether there was anything to judge: the tool was at work when it was cancelled. */
async function cancelOnce(
  t: Context<(typeof IDS)[number]>,
  session: Session,
  { name, arguments: args, fixture }: LentCall,
  token: string,
): Promise<boolean> {
  /** What the fixture is told to take; how long another tool takes is not known. */
  const workMs = fixture ? Number(args['ms']) : 0;
  const sentMs = performance.now();
  const cancelled = session.request('tools/call', { name, arguments: args }, { progressToken: token });
  const control = session.request('tools/call', { name, arguments: args });
  // Once a fence is answered, what was sent before it has been received.
  await session.barrier();
  const early = await cancelled.maybe(0);
  if (session.cancel(cancelled) === 'dropped') {
    for (const id of IDS) t.notApplicable(id, 'the request was cancelled by dropping its channel');
    return true;
  }
  const heard = await session.barrier();
  const other = await t.wait(fixture ? control.reply() : control.maybe());
  const late = await t.wait(cancelled.maybe(t.quietMs));
  // It was sent later and takes as long: as it was still open, the other one was not done either.
  const wasOpen = other !== undefined && other.entry > heard.entry;
  // A reply that overtakes the fence crossed the cancellation, unless the work cannot have been done by then.
  const hasCrossed = late !== undefined && late.entry < heard.entry && !isPremature(late);
  if (early !== undefined || !wasOpen || !hasSucceeded(other.result) || hasCrossed) return false;
  // A request that cannot be cancelled may go on: only the fixture is known to be none.
  if (late !== undefined && hasSucceeded(late.result) && !isPremature(late)) {
    const went = `no reply, or its own result, as that of a request that cannot be cancelled`;
    if (fixture)
      t.satisfies(
        'cancellation.not-answered',
        late.at('/id'),
        () => false,
        'no reply after the cancellation',
      );
    else
      t.notApplicable(
        'cancellation.not-answered',
        `${name} may be one that cannot be cancelled: it went on to its result`,
      );
    t.satisfies('cancellation.nothing-more', late.at('/result'), () => true, went);
    return true;
  }
  const isLate = (m: Message): boolean =>
    m.entry > heard.entry && m.at('/params/progressToken').value === token;
  for (const id of IDS) {
    if (late !== undefined) t.satisfies(id, late.at('/id'), () => false, 'no reply after the cancellation');
    // Of another tool it is not known whether its work can be stopped: only a reply counts.
    if (!fixture && session.events.seen.some(isLate)) {
      const why = `${name} may be one that cannot be cancelled: it went on to report progress`;
      t.notApplicable(id, why);
      continue;
    }
    await t.absent(id, { session, match: isLate, what: 'progress of a cancelled request' });
  }
  return true;

  /** It came before the work can have been done: the other one shows that the tool takes the time it is asked to. */
  function isPremature(reply: Message): boolean {
    const took = (message: Message) => message.atMs - sentMs;
    const isTimed = other !== undefined && took(other) >= workMs - TIMER_MS;
    return workMs > 0 && isTimed && took(reply) < workMs - TIMER_MS;
  }
}
