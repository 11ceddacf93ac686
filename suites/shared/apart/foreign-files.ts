import { defineScenario, type Context } from '../../scenario.js';
import type { Reply, Session } from '../../session.js';
import { isRefusalCode, readErrorCode } from '../../support/error-code.js';
import { readAskable } from '../../support/listed.js';
import { hasContents, isFileOutside, listWaysOut, NO_URIS } from '../../support/traversal.js';
import { makeUnguessable } from '../../support/tool-calls.js';

const TRAVERSAL = 'resources.no-traversal';
const MALFORMED = 'resources.malformed-refused';
const CODE = 'resources.refusal-code';
/** Listed resources from whose folders a way out is looked for. */
const MAX_PLACES = 2;
/** Requests that are on their way at a time. */
const AT_ONCE = 8;
type T = Context<typeof TRAVERSAL | typeof MALFORMED | typeof CODE>;

export default defineScenario(
  {
    title: 'No URI leads out of what is offered, and what is no URI reads nothing',
    requirements: [TRAVERSAL, MALFORMED, CODE],
    needs: { capabilities: ['resources'] },
  },
  async (t) => {
    const session = await t.session();
    const uris = (await readAskable(session, 'resources/list')).map(({ key }) => key);
    const templates = (await readAskable(session, 'resources/templates/list')).map(({ key }) => key);
    await judgeWaysOut(t, session, uris, templates);
    await judgeMalformed(t, session);
  },
);

async function judgeWaysOut(
  t: T,
  session: Session,
  uris: readonly string[],
  templates: readonly string[],
): Promise<void> {
  // Who offers every file there is has no outside.
  const all = templates.find((template) => /^file:\/\/\/?\{[^}]*\}$/.test(template));
  if (all !== undefined) return t.notApplicable(TRAVERSAL, `this target offers every file, as ${all}`);
  const folders = new Set(uris.map((uri) => uri.slice(0, uri.lastIndexOf('/'))));
  const places = [...folders].flatMap((folder) => uris.find((uri) => uri.startsWith(folder)) ?? []);
  const files = places.toSorted((a, b) => Number(b.startsWith('file:')) - Number(a.startsWith('file:')));
  const expanded = templates.map((template) => template.replaceAll(/\{[^}]*\}/g, 'x'));
  const ways = [...files.slice(0, MAX_PLACES), ...expanded.slice(0, MAX_PLACES), 'file:///x/x']
    .flatMap(listWaysOut)
    .filter((way) => !uris.includes(way));
  const read = (uri: string): Promise<Reply> => session.request('resources/read', { uri }).reply();
  for await (const [uri, reply] of askAtOnce([...new Set(ways)], read)) {
    const place = reply.at(reply.isError ? '/error' : '/result');
    if (reply.isError || isFileOutside(reply))
      t.satisfies(TRAVERSAL, place, () => reply.isError, `an error for ${uri}, and no file of the system`);
    // Whatever it is, it is no refusal, and nobody can tell whose it is.
    else t.notVerified(TRAVERSAL, `refuse ${uri} with an error, as what it gives may be of anywhere`);
    judgeCode(t, reply, uri);
  }
}

async function judgeMalformed(t: T, session: Session): Promise<void> {
  const uri = `conformance://${makeUnguessable(() => t.random())}/nothing`;
  if (hasContents(await session.request('resources/read', { uri }).reply()))
    return t.notApplicable(MALFORMED, 'this target has something for every URI');
  const read = (none: (typeof NO_URIS)[number]): Promise<Reply> =>
    session.raw(session.compose('resources/read', { uri: none })).reply();
  for await (const [none, reply] of askAtOnce(NO_URIS, read)) {
    const place = reply.at(reply.isError ? '/error' : '/result');
    t.satisfies(MALFORMED, place, () => !hasContents(reply), `no contents for ${JSON.stringify(none)}`);
    judgeCode(t, reply, none);
  }
}

/** A few at a time, in their order: the way to a server may be long, and many at once may be more than it likes. */
async function* askAtOnce<X>(
  asked: readonly X[],
  ask: (one: X) => Promise<Reply>,
): AsyncGenerator<readonly [X, Reply]> {
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const few = asked.slice(from, from + AT_ONCE).map((one) => ({ one, reply: ask(one) }));
    // Told where its turn comes.
    for (const { reply } of few) reply.catch(() => undefined);
    for (const { one, reply } of few) yield [one, await reply] as const;
  }
}

/** Whether a refusal is an error of those that there are for it. */
function judgeCode(t: T, reply: Reply, uri: string): void {
  if (!reply.isError) return;
  const what = `an error that says that ${JSON.stringify(uri)} cannot be read`;
  t.satisfies(CODE, readErrorCode(reply), (code) => isRefusalCode(code, t.era), what);
}
