import { isDeepStrictEqual } from 'node:util';
import { defineScenario, type Context } from '../../scenario.js';
import type { Reply, Session } from '../../session.js';
import { findOnlyOf, openAsBoth, type Users } from '../../support/identities.js';
import { awaitAcknowledgement, withSubscriptions } from '../../support/subscription.js';
import { hasSucceeded } from '../../support/tool-calls.js';

const RULE = 'apart.resources';
/** Resources that are tried. */
const MAX_TRIED = 3;
type T = Context<typeof RULE>;

export default defineScenario(
  {
    title: 'A resource that is listed for one user alone is neither read nor watched by another',
    requirements: [RULE],
    needs: { capabilities: ['resources'], clients: 'of one server', identities: 'two' },
  },
  async (t) => {
    const { a, b } = await openAsBoth(t);
    let tried = 0;
    for (const users of [
      { a, b },
      { a: b, b: a },
    ]) {
      const own = await findOnlyOf(users, 'resources/list');
      if (own === undefined) {
        t.notVerified(RULE, 'answer resources/list to its end');
        continue;
      }
      for (const { key } of own.slice(0, MAX_TRIED)) {
        tried += 1;
        await judgeRead(t, users, key);
        if (users.a.declares('resources.subscribe')) await judgeWatched(t, users, key);
      }
    }
    if (tried === 0) t.notApplicable(RULE, 'both users are listed the same resources');
  },
);

async function judgeRead(t: T, { a, b }: Users, uri: string): Promise<void> {
  const read = (session: Session): Promise<Reply> => session.request('resources/read', { uri }).reply();
  const [before, brought, after] = [await read(a), await read(b), await read(a)];
  const [first, second] = [before.result?.['contents'], after.result?.['contents']];
  if (first === undefined || second === undefined) return t.notVerified(RULE, `let its user read ${uri}`);
  if (brought.isError) return void t.satisfies(RULE, brought.at('/error'), () => true, EXPECTED(uri));
  const contents = brought.at('/result/contents');
  const isTheirs = [first, second].some((own) => isDeepStrictEqual(own, contents.value));
  // What is read under one name need not be the same thing for both.
  if (isTheirs || isDeepStrictEqual(first, second))
    t.satisfies(RULE, contents, () => !isTheirs, EXPECTED(uri));
  else t.notVerified(RULE, `give the same for ${uri} twice, as whose contents another user gets is not told`);
}

const EXPECTED = (uri: string): string =>
  `an error, or nothing of what another user reads at ${uri}, which is listed for that one alone`;

/** To whom a subscription is granted, changes are told. Who owns the resource is asked first: some are never watched. */
async function judgeWatched(t: T, { a, b }: Users, uri: string): Promise<void> {
  const expected = `no subscription to ${uri}, which is listed for another user alone`;
  if (t.era === 'legacy') {
    const subscribe = (session: Session): Promise<Reply> =>
      session.request('resources/subscribe', { uri }).reply();
    if (!hasSucceeded((await subscribe(a)).result)) return;
    const brought = await subscribe(b);
    t.satisfies(RULE, brought.at(brought.isError ? '/error' : '/result'), () => brought.isError, expected);
    await a.request('resources/unsubscribe', { uri }).reply();
    return;
  }
  const granted = async (session: Session) => {
    let acknowledged;
    await withSubscriptions(session, async (subscriptions) => {
      const exchange = subscriptions.open({ resourceSubscriptions: [uri] });
      const message = await awaitAcknowledgement(session, exchange);
      acknowledged = message?.at('/params/notifications') ?? (await exchange.maybe(0))?.at('/error');
    });
    return acknowledged as ReturnType<Reply['at']> | undefined;
  };
  if (!holds(uri)((await granted(a))?.value)) return;
  const seen = await granted(b);
  if (seen === undefined) t.notVerified(RULE, `acknowledge or refuse a subscription to ${uri}`);
  else t.satisfies(RULE, seen, (value) => !holds(uri)(value), expected);
}

const holds =
  (uri: string) =>
  (granted: unknown): boolean =>
    (JSON.stringify(granted) ?? '').includes(JSON.stringify(uri));
