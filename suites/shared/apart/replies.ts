import type { Context, SafeCall } from '../../scenario.js';
import { defineScenario } from '../../scenario.js';
import type { Exchange, Reply, Session } from '../../session.js';
import {
  holdsWord,
  makeCallQuestion,
  makeCanary,
  makeIds,
  makeQuestions,
  plantWord,
  type Question,
} from '../../support/apart.js';
import { hasSucceeded } from '../../support/tool-calls.js';

/** Pairs of requests that are on their way at once. */
const PAIRS = 12;
/** Tools that two clients call at once; one that takes longer than this part of the limit may be late at its own choice. */
const MAX_CALLS = 4;
const QUICK = 0.25;
/** A call that is over sooner than this may be over before the other one has arrived: then several are made at once. */
const BRIEF_MS = 500;
const BRIEF_PAIRS = 8;

const RULE = 'apart.replies';
const PING = 'ping.empty-result';
type T = Context<typeof RULE | typeof PING>;

/** A client, with the word that only it says. */
interface Client {
  readonly session: Session;
  readonly word: string;
}
type Two = readonly [Client, Client];

export default defineScenario(
  {
    title:
      'Two clients that ask at once, under the same ids and under others, each get the answers to their own',
    requirements: [RULE, PING],
    // Who mixes clients up does so with every other case as well: then nothing is what it is alone.
    isolation: 'exclusive',
  },
  async (t) => {
    const one = { session: await t.session(), word: makeCanary(t, 'one') };
    const other = { session: await t.session(), word: makeCanary(t, 'other') };
    const clients: Two = [one, other];
    const asked = await askTogether(t, clients);
    const called = await callTogether(t, clients);
    if (asked + called === 0)
      t.notVerified(RULE, 'answer a list, or a request for a method that is unknown, when it is asked alone');
  },
);

/** Returns how many replies told whose they are. */
async function askTogether(t: T, clients: Two): Promise<number> {
  const [{ session }] = clients;
  const questions = makeQuestions(session);
  for (const question of questions) if (!question.isAnsweredBy(await question.ask(session).reply())) return 0;
  const nextId = makeIds(t);
  let told = 0;
  for (const shared of [true, false]) {
    const pairs = Array.from({ length: PAIRS }, (_, index) => {
      const id = nextId();
      // Whoever comes first is not always the same.
      const order = index % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
      return order.map((at) => ({
        mine: questions[at],
        others: questions[1 - at] as Question,
        exchange: questions[at].ask(clients[at].session, shared || at === 0 ? id : nextId()),
      }));
    }).flat();
    told += await judgePairs(t, pairs);
  }
  return told;
}

/** What one client asked, beside what the other one asked at the same time. */
interface Asked {
  readonly mine: Question;
  readonly others: Question;
  readonly exchange: Exchange;
}

const judgePairs = (t: T, asked: readonly Asked[]): Promise<number> =>
  judgeEnds(
    t,
    asked.map(({ exchange }) => exchange),
    (reply, at) => judge(t, reply, asked[at] as Asked),
  );

function judge(t: T, reply: Reply, { mine, others }: Asked): boolean {
  const isMine = mine.isAnsweredBy(reply);
  if (!isMine && !others.isAnsweredBy(reply)) return false;
  const place = reply.at(reply.isError ? '/error' : '/result');
  const held = t.satisfies(
    RULE,
    place,
    () => isMine,
    `the answer to ${mine.method}, and not the one to ${others.method}, which another client asked for at the same time`,
  );
  if (mine.method === 'ping') t.satisfies(PING, place, () => held, 'an empty result');
  return true;
}

/** A tool takes its time, and what is asked meanwhile is most easily mistaken for it. */
async function callTogether(t: T, clients: Two): Promise<number> {
  const [one, other] = clients;
  const [, list] = makeQuestions(one.session);
  const nextId = makeIds(t);
  let told = 0;
  for (const call of chosen(await t.safeCalls())) {
    const planted = clients.map(({ word }) => plantWord(call, word)).filter((args) => args !== undefined);
    const [mine = call.arguments] = planted;
    const beganMs = performance.now();
    if (!(await isQuick(t, one.session, { ...call, arguments: mine }))) continue;
    if (planted.length > 0) {
      const isBrief = performance.now() - beganMs < BRIEF_MS;
      const exchanges = Array.from({ length: isBrief ? BRIEF_PAIRS : 1 }, nextId).flatMap((id) =>
        clients.map(({ session }, at) =>
          session.request('tools/call', { name: call.name, arguments: planted[at] }, { id }),
        ),
      );
      told += await judgeWords(t, clients, exchanges);
      continue;
    }
    const id = nextId();
    const asked = makeCallQuestion(call);
    told += await judgePairs(t, [
      { mine: asked, others: list, exchange: asked.ask(one.session, id) },
      { mine: list, others: asked, exchange: list.ask(other.session, id) },
    ]);
  }
  return told;
}

/** Tools that can repeat a word first; fixtures that cut their channel or fail on purpose tell nothing. */
function chosen(calls: readonly SafeCall[]): readonly SafeCall[] {
  const rank = (call: SafeCall): number => (plantWord(call, '') === undefined ? 1 : 0);
  return calls
    .filter(({ name }) => name !== 'test_error_handling' && name !== 'test_reconnection')
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MAX_CALLS);
}

/** Whether a call that is made alone succeeds, and in a fraction of the time that it may take. */
async function isQuick(t: T, session: Session, { name, arguments: given }: SafeCall): Promise<boolean> {
  const exchange = session.request('tools/call', { name, arguments: given });
  const reply = await exchange.maybe(t.requestTimeoutMs * QUICK);
  if (reply === undefined) session.cancel(exchange);
  return reply !== undefined && hasSucceeded(reply.result);
}

/** Each client's answer may hold its own word, and never that of the other. */
async function judgeWords(t: T, clients: Two, exchanges: readonly Exchange[]): Promise<number> {
  return judgeEnds(t, exchanges, (reply, at) => {
    const [mine, others] = at % 2 === 0 ? clients : ([clients[1], clients[0]] as const);
    const isOthers = holdsWord(reply.document, others.word);
    if (!isOthers && !holdsWord(reply.document, mine.word)) return false;
    t.satisfies(
      RULE,
      reply.at('/result'),
      () => !isOthers,
      `nothing of what another client wrote into its arguments (${others.word})`,
    );
    return true;
  });
}

/** Judges what was answered before anything that was not. Returns how many replies told whose they are. */
async function judgeEnds(
  t: T,
  exchanges: readonly Exchange[],
  tells: (reply: Reply, at: number) => boolean,
): Promise<number> {
  const ends = await t.wait(Promise.allSettled(exchanges.map((exchange) => exchange.reply())));
  const told = ends.filter((end, at) => end.status === 'fulfilled' && tells(end.value, at)).length;
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return told;
}
