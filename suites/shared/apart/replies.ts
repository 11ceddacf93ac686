import type { Context, SafeCall } from '../../scenario.js';
import { defineScenario } from '../../scenario.js';
import type { Exchange, Reply, Session } from '../../session.js';
import {
  holdsWord,
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
  },
  async (t) => {
    const one = { session: await t.session(), word: makeCanary(t, 'one') };
    const other = { session: await t.session(), word: makeCanary(t, 'other') };
    const clients: Two = [one, other];
    if (t.era === 'modern') t.notApplicable(PING, 'this revision has no ping');
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
    const ends = await t.wait(Promise.allSettled(pairs.map(({ exchange }) => exchange.reply())));
    ends.forEach((end, index) => {
      const { mine, others } = pairs[index] as (typeof pairs)[number];
      if (end.status === 'fulfilled' && judge(t, end.value, mine, others)) told += 1;
    });
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
  return told;
}

function judge(t: T, reply: Reply, mine: Question, others: Question): boolean {
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

/** Each client calls the same tool under the same id, with a word of its own. */
async function callTogether(t: T, clients: Two): Promise<number> {
  const calls = (await t.safeCalls()).flatMap((call) => {
    const planted = clients.map(({ word }) => plantWord(call, word));
    return planted.includes(undefined) ? [] : [{ call, planted: planted as object[] }];
  });
  let told = 0;
  const nextId = makeIds(t);
  for (const { call, planted } of calls.slice(0, MAX_CALLS)) {
    const [mine = {}] = planted;
    const took = await time(clients[0].session, call, mine);
    if (took === undefined || took > t.requestTimeoutMs * QUICK) continue;
    const id = nextId();
    const exchanges = clients.map(({ session }, at) =>
      session.request('tools/call', { name: call.name, arguments: planted[at] }, { id }),
    );
    told += await judgeWords(t, clients, exchanges);
  }
  return told;
}

/** Milliseconds that a call takes alone; `undefined` where it gives nothing. */
async function time(session: Session, { name }: SafeCall, planted: object): Promise<number | undefined> {
  const sentMs = performance.now();
  const exchange = session.request('tools/call', { name, arguments: planted });
  const reply = await exchange.maybe();
  if (reply === undefined) session.cancel(exchange);
  return reply !== undefined && hasSucceeded(reply.result) ? performance.now() - sentMs : undefined;
}

async function judgeWords(t: T, clients: Two, exchanges: readonly Exchange[]): Promise<number> {
  const ends = await t.wait(Promise.allSettled(exchanges.map((exchange) => exchange.reply())));
  let told = 0;
  ends.forEach((end, at) => {
    if (end.status === 'rejected') return;
    const [mine, others] = at === 0 ? clients : ([clients[1], clients[0]] as const);
    const isOthers = holdsWord(end.value.document, others.word);
    if (!isOthers && !holdsWord(end.value.document, mine.word)) return;
    told += 1;
    t.satisfies(
      RULE,
      end.value.at('/result'),
      () => !isOthers,
      `nothing of what another client wrote into its arguments (${others.word})`,
    );
  });
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return told;
}
