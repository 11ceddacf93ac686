/** Makes the safe calls of a target once, and notes what each was seen to do. */
import type { Json } from '../../adapters/json.js';
import { META } from '../../adapters/mcp.js';
import { listContentRoles } from '../../suites/support/content.js';
import { isLog } from '../../suites/support/logging.js';
import { isProgress } from '../../suites/support/progress.js';
import { hasSucceeded } from '../../suites/support/tool-calls.js';
import type { RoleName } from '../../suites/roles.js';
import type { SafeCall } from '../../suites/scenario.js';
import type { Message, Reply } from '../../suites/session.js';
import type { LiveSession } from '../session/session.js';

/** Milliseconds that a call may take: what takes longer holds up every case that it is lent to. */
const CALL_MS = 5_000;
/** Milliseconds after which no further call is begun. */
const LOOK_MS = 15_000;
/** Milliseconds from which a call is slow enough to be cancelled, or overtaken, while it is at work. */
const SLOW_MS = 500;
/** Milliseconds of a ping from which on everything takes long at the moment, so that a quick call may have looked slow. */
const BUSY_MS = 100;

/** One call, and what came of it. */
export interface Tried {
  call: SafeCall;
  /** With a result that is no error. */
  succeeded: boolean;
  did: ReadonlySet<RoleName>;
}

export interface Look {
  tried: readonly Tried[];
  /** Tools that were not called, because nobody says that this is safe, or for want of time. */
  untried: readonly Json[];
  /** Set where it came to an end before its time. */
  cut?: string;
}

/**
 * Makes each call once, one after the other, so that it is plain what belongs to which. Nothing is judged here: observers
 * watch the connection, and scenarios make the same calls again.
 */
export async function lookAt(
  session: LiveSession,
  calls: readonly SafeCall[],
): Promise<Omit<Look, 'untried'>> {
  if (session.era === 'legacy' && session.declares('logging'))
    await session.request('logging/setLevel', { level: 'debug' }).maybe();
  const tried: Tried[] = [];
  const begun = performance.now();
  for (const call of calls) {
    if (performance.now() - begun > LOOK_MS) break;
    const seen = await tryOnce(session, call);
    if (seen === undefined)
      return { tried, cut: `${call.name} was called, and no answer could come any more` };
    const { byChance, ...found } = seen;
    const doubtful = [...found.did].filter((role) => byChance.includes(role));
    // What came about by chance does not come about again.
    const again = doubtful.length > 0 ? await tryOnce(session, call) : undefined;
    const stays = (role: RoleName): boolean => !doubtful.includes(role) || again?.did.has(role) === true;
    tried.push({ ...found, did: new Set([...found.did].filter(stays)) });
  }
  return { tried };
}

/** What on one channel for all nothing ties to a call. */
const COMES_BESIDE: readonly RoleName[] = ['logging', 'elicitation', 'sampling'];

/** `byChance`: roles that it may seem to play. */
interface Seen extends Tried {
  byChance: readonly RoleName[];
}

/** `undefined` where no answer can come any more. */
async function tryOnce(session: LiveSession, call: SafeCall): Promise<Seen | undefined> {
  const before = session.events.seen.length;
  const sent = performance.now();
  const progressToken = `look-${before}-${call.name}`;
  const exchange = session.request(
    'tools/call',
    { name: call.name, arguments: call.arguments },
    { progressToken, timeout: CALL_MS, ...askForLogs(session) },
  );
  const reply = await exchange.maybe();
  const tookMs = performance.now() - sent;
  if (reply === undefined) {
    if ((await exchange.replyState()).value !== 'late') return undefined;
    session.cancel(exchange);
    // Whoever borrows a tool waits for its answer.
    return { call, succeeded: false, did: new Set(), byChance: [] };
  }
  // On one channel, what was said before this is answered belongs to the call.
  const { method, params } = session.probe();
  const asked = performance.now();
  await session.request(method, params, { timeout: CALL_MS }).maybe();
  const isBusy = performance.now() - asked >= BUSY_MS;
  const events = session.events.seen.slice(before);
  const did = new Set([...listDeeds(events, progressToken), ...listDone(reply, tookMs)]);
  const byChance = isBusy ? [...COMES_BESIDE, 'slow' as const] : COMES_BESIDE;
  return { call, succeeded: hasSucceeded(reply.result), did, byChance };
}

const askForLogs = (session: LiveSession): { meta?: Json } =>
  session.era === 'modern' && session.declares('logging') ? { meta: { [META.logLevel]: 'debug' } } : {};

const ASKS: Readonly<Record<string, RoleName>> = {
  'elicitation/create': 'elicitation',
  'sampling/createMessage': 'sampling',
};

/** What the notifications and requests of a server show that came while it was at work. */
function* listDeeds(events: readonly Message[], token: string): Generator<RoleName> {
  for (const event of events) {
    if (isProgress(event) && event.at('/params/progressToken').value === token) yield 'progress';
    if (isLog(event)) yield 'logging';
    const method = event.method ?? '';
    const asked = Object.hasOwn(ASKS, method) ? ASKS[method] : undefined;
    if (asked !== undefined) yield asked;
  }
}

/** What its reply shows. */
function* listDone(reply: Reply, tookMs: number): Generator<RoleName> {
  const { result } = reply;
  if (tookMs >= SLOW_MS && hasSucceeded(result)) yield 'slow';
  if (result?.['isError'] === true) yield 'failure';
  yield* listContentRoles(result);
}
