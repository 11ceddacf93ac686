import type { HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import { HttpClient, type HttpContext } from '../support/http-client.js';
import { endSession, greet, sendInitialize } from '../support/http-greet.js';
import { observeOutcome } from '../support/http-judge.js';
import { isObject } from '../../adapters/json.js';
import { defineBindingScenario } from '../scenario.js';

const CHALLENGE = 'http.401-has-challenge';
const METADATA = 'http.resource-metadata-discoverable';
const TOKEN = 'http.invalid-token-unauthorized';
const ALL = [CHALLENGE, METADATA, TOKEN] as const;
const UNAUTHORIZED = 401;
const WELL_KNOWN = '/.well-known/oauth-protected-resource';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A server that demands authorization says so, and where to get it',
    requirements: ALL,
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const demand = await findDemand(t);
    if (demand === undefined) return;
    const { refused, ask } = demand;
    const challenge = refused.header('www-authenticate');
    t.satisfies(CHALLENGE, challenge, (value) => value !== undefined, 'a `WWW-Authenticate` header');
    if (!/\bbearer\b/i.test(challenge.value ?? '')) {
      for (const id of [METADATA, TOKEN] as const)
        t.notApplicable(id, 'this target asks for another authorization than bearer tokens');
      return;
    }
    t.equal(TOKEN, observeOutcome(await ask('Bearer not-a-token-of-this-server')), 401);
    if (namesMetadata(challenge.value ?? '')) {
      t.satisfies(METADATA, challenge, () => true, 'an address in the parameter `resource_metadata`');
    } else await judgeWellKnown(t, refused);
  },
);

/** A request, with this token or none. */
type Ask = (authorization: string | null) => Promise<HttpExchange>;

/** The first request that is refused with 401 to who has no token; not every server asks for one in its opening. */
async function findDemand(
  t: HttpContext<(typeof ALL)[number]>,
): Promise<{ refused: HttpExchange; ask: Ask } | undefined> {
  const connection = await t.connect();
  const opening = new HttpClient(t, connection);
  const open: Ask = async (authorization) => {
    if (t.era === 'modern') return opening.post(opening.probe(), { headers: { authorization } });
    const exchange = await sendInitialize(t, connection, t.revision, { authorization });
    await endSession(t, connection, exchange);
    return exchange;
  };
  const first = await open(null);
  if (first.status?.value === UNAUTHORIZED) return { refused: first, ask: open };
  const client = await greet(t, []);
  const list: Ask = async (authorization) =>
    client === undefined
      ? open(authorization)
      : client.post(client.request('tools/list'), { headers: { authorization } });
  const second = await list(null);
  if (second.status?.value === UNAUTHORIZED) return { refused: second, ask: list };
  const isSeen = first.status !== undefined && second.status !== undefined;
  for (const id of ALL) {
    if (isSeen)
      t.notApplicable(id, 'this target asks for no authorization, neither to begin nor for `tools/list`');
    else t.notVerified(id, 'answer in time who has no token');
  }
  return undefined;
}

/** Whether the challenge says where the metadata is (RFC 9728 section 5.1). */
function namesMetadata(challenge: string): boolean {
  const [, quoted, plain] = /\bresource_metadata\s*=\s*(?:"([^"]*)"|([^\s,"]*))/i.exec(challenge) ?? [];
  return URL.canParse(quoted ?? plain ?? '');
}

/** From 2025-11-25 on, a document at a well-known address does as well as the challenge. */
async function judgeWellKnown(t: HttpContext<typeof METADATA>, refused: HttpExchange): Promise<void> {
  if (t.revision >= '2025-11-25') {
    const connection = await t.connect();
    const own = new URL(connection.url).pathname;
    for (const path of [own === '/' ? WELL_KNOWN : `${WELL_KNOWN}${own}`, WELL_KNOWN]) {
      const exchange = await connection.exchange({ method: 'GET', path, headers: { authorization: null } });
      const document = exchange.json();
      const names = (value: unknown) => isObject(value) && Array.isArray(value['authorization_servers']);
      if (names(document.value))
        return void t.satisfies(METADATA, document, names, '`authorization_servers`');
    }
  }
  t.satisfies(
    METADATA,
    refused.header('www-authenticate'),
    () => false,
    'an address in the parameter `resource_metadata`, or from 2025-11-25 on a document at a well-known address',
  );
}
