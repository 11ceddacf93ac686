import { callTool, readList, makeUnguessable } from '../support/tool-calls.js';
import { ELICIT, SAMPLE } from '../support/server-requests.js';
import { isProgress, PROGRESS, PROGRESS_TOOL } from '../support/progress.js';
import { awaitAcknowledgement, isUnder, listen, hasSubscriptions } from '../support/subscription.js';
import { settledWithin } from '../../adapters/wait.js';
import { defineBindingScenario, type BindingContext } from '../scenario.js';
import type { Exchange, Message, Session } from '../session.js';

const STAY = 'websocket.server-messages-stay';
/** Milliseconds for a tool to say what it has to say; it may go on for longer than that. */
const SAID_WITHIN_MS = 3_000;

/** Messages of the server that belong to one request of one connection, known by a mark that no other can have. */
interface Marked {
  readonly what: string;
  readonly match: (message: Message) => boolean;
}
type Provoke = (t: BindingContext<'websocket'>, session: Session) => Promise<Marked | undefined>;

export default defineBindingScenario(
  'websocket',
  {
    title: 'What the server says for one connection comes on no other',
    requirements: [STAY],
  },
  async (t) => {
    const [{ session }, { session: other }] = [await t.open(), await t.open()];
    let judged = 0;
    for (const provoke of t.era === 'modern' ? [progress, subscription] : [progress, elicitation, sampling]) {
      const marked = await provoke(t, session);
      // Also where it came on the wrong one only.
      if (marked === undefined || ![session, other].some(({ events }) => events.seen.some(marked.match)))
        continue;
      judged += 1;
      const what = `${marked.what} of another connection`;
      await t.absent(STAY, { session: other, match: marked.match, what });
    }
    if (judged > 0) return;
    const { length } = await t.safeCalls();
    const none = `nothing came for a connection by itself, in answer to ${length} safe calls that asked for progress`;
    if (length > 0) t.notApplicable(STAY, none);
    else t.notVerified(STAY, `report progress of a call, as the fixture ${PROGRESS_TOOL} does`);
  },
);

/** By the fixture, or else by whatever may be called. */
const progress: Provoke = async (t, session) => {
  const safe = await t.safeCalls();
  const fixture = safe.filter(({ name }) => name === PROGRESS_TOOL);
  const calls = fixture.length > 0 ? fixture : safe;
  const tokens = calls.map(() => makeUnguessable(() => t.random()));
  const exchanges = calls.map(({ name, arguments: args }, at) =>
    callTool(session, name, args, { progressToken: tokens[at]! }),
  );
  await Promise.all(exchanges.map((exchange) => finished(session, exchange)));
  return {
    what: PROGRESS,
    match: (message) =>
      isProgress(message) && (tokens as unknown[]).includes(message.at('/params/progressToken').value),
  };
};

/** By a tool that asks the client for something, in words that it is given. */
const asking =
  (tool: string, argument: string, method: string, words: (request: Message) => unknown): Provoke =>
  async (t, session) => {
    if (!session.declares('tools')) return undefined;
    const { items } = await readList(session, 'tools/list');
    if (!items.some(({ value }) => value['name'] === tool)) return undefined;
    const mark = makeUnguessable(() => t.random());
    await finished(session, callTool(session, tool, { [argument]: mark }));
    return {
      what: method,
      match: (message) => message.method === method && String(words(message)).includes(mark),
    };
  };

const elicitation = asking(
  'test_elicitation',
  'message',
  ELICIT,
  (request) => request.at('/params/message').value,
);
const sampling = asking('test_sampling', 'prompt', SAMPLE, (request) =>
  JSON.stringify(request.at('/params/messages').value),
);

/** The acknowledgement is enough: whoever can subscribe gets one. */
const subscription: Provoke = async (t, session) => {
  if (!hasSubscriptions(session)) return undefined;
  const wanted = { toolsListChanged: true, promptsListChanged: true, resourcesListChanged: true };
  const exchange = listen(session, wanted, Math.floor(t.random() * 2 ** 48));
  await awaitAcknowledgement(session, exchange);
  return { what: 'message of a subscription', match: isUnder(exchange) };
};

/** Whether a call is answered is not what is asked here: bridges lose the answer that it waits for. */
async function finished(session: Session, exchange: Exchange): Promise<void> {
  const state = exchange.replyState();
  const isOver = await settledWithin(state, SAID_WITHIN_MS);
  if (!isOver || (await state).value !== 'answered') session.cancel(exchange);
}
