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
  for (const uri of new Set(ways)) {
    const reply = await session.request('resources/read', { uri }).reply();
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
  for (const none of NO_URIS) {
    const reply = await session.raw(session.compose('resources/read', { uri: none })).reply();
    const place = reply.at(reply.isError ? '/error' : '/result');
    t.satisfies(MALFORMED, place, () => !hasContents(reply), `no contents for ${JSON.stringify(none)}`);
    judgeCode(t, reply, none);
  }
}

/** Whether a refusal is an error of those that there are for it. */
function judgeCode(t: T, reply: Reply, uri: string): void {
  if (!reply.isError) return;
  const what = `an error that says that ${JSON.stringify(uri)} cannot be read`;
  t.satisfies(CODE, readErrorCode(reply), (code) => isRefusalCode(code, t.era), what);
}
