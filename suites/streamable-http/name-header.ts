import { encodeHeaderValue, findNamingRequest } from '../support/http-calls.js';
import { type HttpClient, type HttpContext } from '../support/http-client.js';
import { greet } from '../support/http-greet.js';
import { isResult, readErrorCode } from '../../adapters/json-rpc.js';
import type { HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import { judgeHttpServed, judgeRefusal } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';
import { makeUnguessable } from '../support/tool-calls.js';

const REQUIRED = 'http.name-header-required';
const MATCHES = 'http.name-header-matches';
const DECODED = 'http.encoded-header-decoded';
const MISMATCH = -32020;

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'The name header is there and agrees with the body, plain or encoded',
    requirements: [REQUIRED, MATCHES, DECODED],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greet(t, [REQUIRED, MATCHES, DECODED]);
    if (client === undefined) return;
    const naming = await findNamingRequest(t, client);
    if (naming === undefined) return judgeByNobody(t, client);
    const { post, name } = naming;
    judgeRefusal(t, REQUIRED, await client.post(post(), { headers: { 'mcp-name': null } }), 400, MISMATCH);
    for (const other of [`${name}-other`, encodeHeaderValue(`${name}-other`)]) {
      const unlike = await client.post(post(), { headers: { 'mcp-name': other } });
      judgeRefusal(t, MATCHES, unlike, 400, MISMATCH);
    }
    const alike = await client.post(post(), { headers: { 'mcp-name': encodeHeaderValue(name) } });
    judgeHttpServed(t, DECODED, alike, 'the same result as with the plain name');
  },
);

/**
 * Where nothing may be asked for by its name, a tool that nobody has is called, which does no harm. The server may complain
 * of either first: only a complaint of the header shows anything.
 */
async function judgeByNobody(
  t: HttpContext<typeof REQUIRED | typeof MATCHES | typeof DECODED>,
  client: HttpClient,
): Promise<void> {
  const missing =
    'check the header before the name, or offer what may be asked for: a tool (readOnlyHint, or --allow-tool NAME), a resource, a prompt without arguments';
  const name = makeUnguessable(() => t.random());
  const call = (header: string | null) =>
    client.post(client.request('tools/call', { name, arguments: {} }), { headers: { 'mcp-name': header } });
  const right = outcomeOf(await call(name));
  if (right === undefined || right === MISMATCH) {
    for (const id of [REQUIRED, MATCHES, DECODED] as const) t.notVerified(id, missing);
    return;
  }
  const other = `${name}-other`;
  let heeded = true;
  for (const [id, header] of [
    [REQUIRED, null],
    [MATCHES, other],
    [MATCHES, encodeHeaderValue(other)],
  ] as const) {
    const exchange = await call(header);
    const isHeeded = outcomeOf(exchange) === MISMATCH;
    heeded &&= isHeeded;
    if (isHeeded) judgeRefusal(t, id, exchange, 400, MISMATCH);
    else t.notVerified(id, missing);
  }
  // Of a server that looks at the name first, the same end shows nothing.
  if (!heeded) return t.notVerified(DECODED, missing);
  const same = right === RESULT ? RESULT : `the error ${JSON.stringify(right)}`;
  const alike = await call(encodeHeaderValue(name));
  t.satisfies(DECODED, alike.json(), () => outcomeOf(alike) === right, `${same}, as with the plain name`);
}

const RESULT = 'a result';

/** How a call ended: the code of its error, or with a result, which may say as well that nobody has this name. */
function outcomeOf(exchange: HttpExchange): unknown {
  const document = exchange.json().value;
  return isResult(document) ? RESULT : readErrorCode(document);
}
