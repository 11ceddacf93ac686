import { makeCalls, encodeHeaderValue } from '../support/http-calls.js';
import { greet, type HttpClient, type Post } from '../support/http-client.js';
import { judgeHttpServed, judgeRefusal } from '../support/http-judge.js';
import { isObject } from '../../adapters/json.js';
import { defineBindingScenario, type SafeCall } from '../scenario.js';
import { listHeaderAnnotations, makeDifferent } from '../support/annotations.js';

const REQUIRED = 'http.param-header-required';
const MATCHES = 'http.param-header-matches';
const DECODED = 'http.encoded-header-decoded';
/** Pages of the list that are looked through. */
const MAX_PAGES = 5;
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
    if (call === undefined) {
      const isNone = await listsNoMirror(client);
      for (const id of ALL)
        if (isNone) t.notApplicable(id, 'no listed tool mirrors a parameter with `x-mcp-header`');
        else
          t.notVerified(id, 'offer a tool that is safe to call and mirrors a parameter with `x-mcp-header`');
      return;
    }
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

/** Whether the list was read to its end, and no tool in it mirrors anything. */
async function listsNoMirror(client: HttpClient): Promise<boolean> {
  let cursor: unknown;
  for (let page = 0; page < MAX_PAGES; page++) {
    const list = client.request('tools/list', cursor === undefined ? {} : { cursor });
    const document = (await client.post(list)).json().value;
    const result = isObject(document) ? document['result'] : undefined;
    if (!isObject(result) || !Array.isArray(result['tools'])) return false;
    const schemas = result['tools'].map((tool: unknown) => isObject(tool) && tool['inputSchema']);
    if (schemas.some((schema) => listHeaderAnnotations(schema).length > 0)) return false;
    cursor = result['nextCursor'];
    if (cursor === undefined || cursor === null) return true;
  }
  return false;
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
