import { makeCalls, encodeHeaderValue } from '../support/http-calls.js';
import { type HttpClient, type HttpContext, type Post } from '../support/http-client.js';
import { greet } from '../support/http-greet.js';
import { judgeHttpServed, judgeRefusal } from '../support/http-judge.js';
import { isObject } from '../../adapters/json.js';
import { defineBindingScenario, type SafeCall } from '../scenario.js';
import { listHeaderAnnotations, makeDifferent } from '../support/annotations.js';
import { noteNoneListed } from '../support/none-listed.js';
import { readList } from '../support/tool-calls.js';

const REQUIRED = 'http.param-header-required';
const MATCHES = 'http.param-header-matches';
const DECODED = 'http.encoded-header-decoded';
const ALL = [REQUIRED, MATCHES, DECODED] as const;

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Mirrored parameters are there and agree with the arguments',
    requirements: ALL,
    needs: { capabilities: ['tools'] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greet(t, ALL);
    if (client === undefined) return;
    const only = ({ tool }: SafeCall) => listHeaderAnnotations(tool['inputSchema']).length > 0;
    const call = (await makeCalls(t, client, { only })).find((post) => mirrored(post) !== undefined);
    if (call === undefined) return explainNone(t);
    if (!(await client.serves(renewed(client, call)))) {
      for (const id of ALL) t.notVerified(id, 'answer the same call with the header');
      return;
    }
    const [header, value] = mirrored(call) ?? ['', ''];
    const sent = (text: string | null) => client.post(renewed(client, call), { headers: { [header]: text } });
    judgeRefusal(t, REQUIRED, await sent(null), 400, -32020);
    const different = makeDifferent(value);
    for (const other of [different, encodeHeaderValue(different), '=?base64?%%%?=']) {
      judgeRefusal(t, MATCHES, await sent(other), 400, -32020);
    }
    const alike = await sent(encodeHeaderValue(value));
    judgeHttpServed(t, DECODED, alike, 'the same result as with the plain value');
  },
);

/** Whether no tool mirrors anything, which is the server's choice, or none that does may be called. */
async function explainNone(t: HttpContext<(typeof ALL)[number]>): Promise<void> {
  const tools = await readList(await t.session(), 'tools/list');
  const annotated = tools.items.filter(({ value }) => listHeaderAnnotations(value['inputSchema']).length > 0);
  if (annotated.length === 0)
    return noteNoneListed(t, tools, 'tool that mirrors a parameter with `x-mcp-header`', ...ALL);
  const name = String(annotated[0]?.value['name']).slice(0, 80);
  for (const id of ALL)
    t.notVerified(
      id,
      `have a tool with \`x-mcp-header\` that may be called (readOnlyHint, or --allow-tool ${name}) and takes a value for it`,
    );
}

function mirrored(post: Post): [header: string, value: string] | undefined {
  for (const [name, value] of Object.entries(post.headers))
    if (name.startsWith('mcp-param-') && value !== null && !value.startsWith('=?')) return [name, value];
  return undefined;
}

/** The same call with an id of its own. */
function renewed(client: HttpClient, post: Post): Post {
  const params = post.document['params'];
  return client.request('tools/call', isObject(params) ? params : {});
}
