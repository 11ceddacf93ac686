import type { HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import { HttpClient, sendInitialize, observeOutcome, type HttpContext } from '../support/http-client.js';
import { isObject } from '../../adapters/json.js';
import { defineBindingScenario } from '../scenario.js';

const CHALLENGE = 'http.401-has-challenge';
const METADATA = 'http.resource-metadata-discoverable';
const TOKEN = 'http.invalid-token-unauthorized';
const ALL = [CHALLENGE, METADATA, TOKEN] as const;
const WELL_KNOWN = '/.well-known/oauth-protected-resource';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A server that demands authorization says so, and where to get it',
    requirements: ALL,
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const connection = await t.connect();
    const client = new HttpClient(connection, t.era === 'modern', t.revision);
    const ask = (authorization: string | null): Promise<HttpExchange> =>
      t.era === 'modern'
        ? client.post(client.probe(), { headers: { authorization } })
        : sendInitialize(connection, t.revision, { authorization });

    const refused = await ask(null);
    if (refused.status?.value !== 401) {
      for (const id of ALL) t.notApplicable(id, 'this target asks for no authorization');
      return;
    }
    const challenge = refused.header('www-authenticate');
    t.satisfies(CHALLENGE, challenge, (value) => value !== undefined, 'a `WWW-Authenticate` header');
    if (!/\bbearer\b/i.test(challenge.value ?? '')) {
      for (const id of [METADATA, TOKEN] as const)
        t.notApplicable(id, 'this target asks for another authorization than bearer tokens');
      return;
    }
    t.equal(TOKEN, observeOutcome(await ask('Bearer not-a-token-of-this-server')), 401);
    if (/\bresource_metadata\s*=/i.test(challenge.value ?? '')) {
      t.satisfies(METADATA, challenge, () => true, 'the parameter `resource_metadata`');
    } else await judgeWellKnown(t, refused);
  },
);

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
    'the parameter `resource_metadata`, or from 2025-11-25 on a document at a well-known address',
  );
}
