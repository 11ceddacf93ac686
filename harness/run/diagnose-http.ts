/** What refusals and foreign answers over HTTP mean, and what is to be done. */
import { isJson } from '../../adapters/streamable-http/headers.js';
import { isPage, readWords, type Answer } from './diagnose-answer.js';
import type { Diagnosis } from './diagnosis.js';
import { tryEndpoints, type Place, type Tried } from './try-endpoints.js';

/** Characters of a header that is told. */
const MAX_HEADER = 200;

const TOKEN =
  'Pass a token: --bearer-env NAME sends the value of the variable NAME, and --header "NAME: VALUE" any header; ' +
  'one of several servers gets its own as `headers` in the file that names them.';
const READ_LOG = 'See in the log of the server why it failed.';

/** Servers that stand before others name themselves so. */
const PROXIES = /nginx|envoy|cloudflare|haproxy|traefik|varnish|apache|caddy|squid|awselb|gateway/i;

/** Undefined where the answer explains itself. */
export async function diagnoseHttp(answer: Answer, place: Place): Promise<Diagnosis | undefined> {
  const { status } = answer;
  const isForeign = status < 300 && !isJson(answer.type) && answer.type !== 'text/event-stream';
  if (status < 300 && !isForeign) return undefined;
  const isPlace = status === 404 || status === 405 || status === 410 || (isForeign && isPage(answer));
  const tried = isPlace ? await tryEndpoints(place) : undefined;
  const said = tell(answer);
  const cause = explain(answer, place, tried);
  return { cause, said, next: advise(answer, place, tried) };
}

function explain(answer: Answer, { endpoint }: Place, tried: Tried | undefined): string {
  const { status, type } = answer;
  const path = new URL(endpoint.url).pathname;
  // What says most stands first: a table has room for no more.
  const asked = answer.isOnly ? 'the opening requests' : 'an opening request';
  const refused = `status ${status} to ${asked}`;
  if (tried?.sse !== undefined && tried.path === undefined)
    return `${tried.sse} speaks HTTP+SSE, the transport of 2024-11-05, which is not tested here`;
  if (status === 401) return `${refused}: the server wants to know who asks`;
  if (status === 403) return `${refused}: the server does not let this client in`;
  if (status === 404) return `${refused}: nothing is served at ${path}`;
  if (status === 405) return `${refused}: ${path} takes no POST`;
  if (status >= 502 && status <= 504) return `${refused}: a proxy answers, and not the server behind it`;
  if (status >= 500) return `${refused}: the server failed`;
  if (status >= 300 && status < 400) return `${refused}: it leads elsewhere`;
  if (status >= 400) return refused;
  if (isPage(answer)) return `a web page in answer to ${asked}, and no MCP server`;
  return `${type === '' ? 'no content type' : type} in answer to ${asked}, and not application/json or text/event-stream`;
}

/** What the server said itself. */
function tell(answer: Answer): string[] {
  const { type, header } = answer;
  const words = readWords(answer);
  const facts = ['www-authenticate', 'allow', 'location', 'server', 'retry-after'].flatMap((name) => {
    const value = header(name);
    return value === undefined ? [] : `its ${name}: ${value.slice(0, MAX_HEADER)}`;
  });
  const body = type === '' ? 'it said:' : `it said (${type}):`;
  return [...(words === '' ? [] : [`${body} ${words}`]), ...facts];
}

function advise(answer: Answer, place: Place, tried: Tried | undefined): string {
  const { status, type, header } = answer;
  const url = new URL(place.endpoint.url);
  const names = Object.keys(place.endpoint.headers).map((name) => name.toLowerCase());
  if (tried?.path !== undefined) {
    url.pathname = tried.path;
    return `Write ${url.href}, where an MCP server answers.`;
  }
  if (tried?.sse !== undefined)
    return 'Serve Streamable HTTP, which took its place at 2025-03-26 and which every official SDK has.';
  if (status === 401)
    return names.includes('authorization')
      ? 'Check the token: the one that was sent is not accepted here.'
      : TOKEN;
  if (status === 403) {
    if (/\b(host|origin|localhost|127\.0\.0\.1)\b/i.test(readWords(answer)))
      return `Write the host name that the server allows, or allow ${url.host} in the server.`;
    return names.includes('authorization') ? 'Give the token the right to use this server.' : TOKEN;
  }
  if (status === 407) return 'Reach the server without the proxy: it wants to know who asks.';
  if (status >= 502 && status <= 504)
    return `Check that the server behind ${url.host} runs, and that the proxy knows its address.`;
  if (status >= 500)
    return PROXIES.test(header('server') ?? '')
      ? `${READ_LOG} A proxy may have answered in its place.`
      : READ_LOG;
  if (status >= 300 && status < 400)
    return `Write the address that it leads to: ${header('location')?.slice(0, MAX_HEADER) ?? 'it names none'}.`;
  if (status === 429) return 'Run it again later, or ask its operator for more requests.';
  if (tried !== undefined && (status >= 400 || isPage(answer)))
    return `Look up the path of its MCP endpoint: none answers at ${tried.paths.join(', ')}.`;
  if (status >= 400) return 'Read what it says; the requests stand in the transcript of the survey.';
  return `Send replies with "Content-Type: application/json", or as text/event-stream${type === '' ? '' : `, and not as ${type}`}.`;
}
