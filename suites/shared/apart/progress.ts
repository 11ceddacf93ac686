import { defineScenario, type Context, type SafeCall } from '../../scenario.js';
import type { Id, Session } from '../../session.js';
import { makeCanary, makeIds } from '../../support/apart.js';
import { isProgress } from '../../support/progress.js';
import { hasSucceeded, tryTool } from '../../support/tool-calls.js';

const RULE = 'apart.progress';
/** Tools that are tried, and the part of the limit within which one has to answer to be called again. */
const MAX_CALLS = 8;
const QUICK = 0.5;
/** A call that fails is made again: a server that mixes clients up may have lost the way to this one for a moment. */
const MAX_TRIES = 3;
/** A call that is over sooner than this may be over before the other one has arrived: then more are made, one pair after the other and all at once. */
const BRIEF_MS = 2_000;
const BRIEF_PAIRS = 8;
/** Milliseconds after which no further pair is begun by itself: calls that take their time meet the first time. */
const IN_TURN_MS = 500;

/** A client, and the progress tokens that it gave. */
interface Client {
  readonly session: Session;
  readonly tokens: string[];
}

export default defineScenario(
  {
    title: 'Two clients that call the same tool at once hear of the progress of their own call alone',
    requirements: [RULE],
    needs: { capabilities: ['tools'], clients: 'of one server' },
    // The role `progress` will not do: who sends progress to somebody else was not seen to send any.
    isolation: 'exclusive',
  },
  async (t) => {
    const one: Client = { session: await t.session(), tokens: [] };
    const other: Client = { session: await t.session(), tokens: [] };
    const reporting = await findReporting(t, one);
    if (reporting === undefined)
      return t.notApplicable(RULE, 'none of the calls that may be made reports progress and is quick');
    const { call, isBrief } = reporting;
    const nextId = makeIds(t);
    const askBoth = (id: Id): Promise<void>[] => [
      ask(call, one, id, makeCanary(t, 'one')),
      ask(call, other, id, makeCanary(t, 'other')),
    ];
    const ends: PromiseSettledResult<void>[] = [];
    const beganMs = performance.now();
    // In a crowd a server may lose its way to all of them before it mixes up one; a pair may not meet, and is made again.
    for (let pair = 0; pair < (isBrief ? BRIEF_PAIRS : 1); pair += 1) {
      if (pair > 0 && performance.now() - beganMs > IN_TURN_MS) break;
      ends.push(...(await t.wait(Promise.allSettled(askBoth(nextId())))));
    }
    const crowd = isBrief ? Array.from({ length: BRIEF_PAIRS }, nextId) : [];
    // And at the same time one of them wants to hear nothing.
    const single = [ask(call, one, nextId(), makeCanary(t, 'single')), ask(call, other, nextId())];
    ends.push(...(await t.wait(Promise.allSettled([...crowd.flatMap(askBoth), ...single]))));
    for (const { session, tokens } of [one, other])
      for (const message of session.events.seen.filter(isProgress))
        t.satisfies(
          RULE,
          message.at('/params/progressToken'),
          (token) => tokens.some((own) => own === token),
          `a token that this client gave (${tokens.join(', ')})`,
        );
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  },
);

/** A call that was heard to report progress while nobody else asked, and whether it was over at once. */
async function findReporting(
  t: Context,
  client: Client,
): Promise<{ call: SafeCall; isBrief: boolean } | undefined> {
  const likely = ({ name, tool }: SafeCall): number =>
    /progress|long.?running/i.test(`${name} ${String(tool['description'])}`) ? 0 : 1;
  const calls = (await t.safeCalls()).toSorted((a, b) => likely(a) - likely(b)).slice(0, MAX_CALLS);
  const { session } = client;
  const done = new Set<SafeCall>();
  for (const call of calls.flatMap((one) => Array.from({ length: MAX_TRIES }, () => one))) {
    if (done.has(call)) continue;
    const progressToken = makeCanary(t, 'first');
    client.tokens.push(progressToken);
    const params = { name: call.name, arguments: call.arguments };
    const beganMs = performance.now();
    const exchange = session.request('tools/call', params, { progressToken });
    const reply = await exchange.maybe(t.requestTimeoutMs * QUICK);
    if (reply === undefined) {
      session.cancel(exchange);
      done.add(call);
    } else if (session.events.seen.some(isProgress))
      return { call, isBrief: performance.now() - beganMs < BRIEF_MS };
    else if (hasSucceeded(reply.result)) done.add(call);
  }
  return undefined;
}

/** A call by one client, and what is still said for it. */
async function ask(call: SafeCall, { session, tokens }: Client, id: Id, token?: string): Promise<void> {
  if (token !== undefined) tokens.push(token);
  const progress = token === undefined ? {} : { progressToken: token };
  if ((await tryTool(session, call, { id, ...progress })) !== undefined) await session.barrier();
}
