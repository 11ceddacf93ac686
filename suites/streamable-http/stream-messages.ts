import { isUtf8 } from 'node:buffer';
import type { HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import type { SseEvent } from '../../adapters/streamable-http/sse.js';
import { makeCalls } from '../support/http-calls.js';
import { isMessageEvent, parseEventDocument, readText } from '../support/event-stream.js';
import { type HttpClient } from '../support/http-client.js';
import { greet } from '../support/http-greet.js';
import { isBetween, isStream, passOverStreams } from '../support/http-judge.js';
import { isObject, type Json } from '../../adapters/json.js';
import { isResponse } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const MESSAGES = 'http.events-are-messages';
const UTF8 = 'http.utf8';
/** Two, three and four bytes a character, and a combining mark; an id comes back as it is. */
const ID = 'grün-Ω-世界-🙂-e\u0301';
/** Characters of an event that is no message that are shown. */
const SHOWN = 100;
const BATCHES = '2025-03-26';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Every event is one JSON-RPC message, and all that is said is UTF-8',
    requirements: [MESSAGES, UTF8],
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const client = await greet(t, [MESSAGES, UTF8]);
    if (client === undefined) return;
    const foreign = client.probe();
    foreign.document['id'] = ID;
    // Some servers stream only what has something to say before the response.
    const dress = (name: string) => ({ _meta: { progressToken: `held-${name}` } });
    const calls = await makeCalls(t, client, { dress });
    const answered = await client.post(foreign);
    const said = [answered, ...(await exchangeAll(client, calls))];

    if (!said.some(isStream)) passOverStreams(t, MESSAGES, said);
    for (const { body, events } of said.filter(isStream)) {
      const stray = events.filter(isMessageEvent).find((event) => !isMessage(event, t.revision === BATCHES));
      const but = stray === undefined ? '' : `, not ${JSON.stringify(readText(stray).slice(0, SHOWN))}`;
      t.satisfies(MESSAGES, body, () => stray === undefined, `one JSON-RPC message in each event${but}`);
    }

    for (const exchange of said.filter(isSpoken))
      t.satisfies(UTF8, exchange.body, () => isText(exchange), 'UTF-8');
    const replies = listReplies(answered);
    if (replies.length === 0) t.notVerified(UTF8, 'answer a request whose id holds other than ASCII');
    else
      t.satisfies(
        UTF8,
        answered.body,
        () => replies.some(({ id }) => id === ID),
        `an answer with the id ${ID}`,
      );
  },
);

/** Requests of every kind; in the legacy era the GET stream is read beside them. */
async function exchangeAll(
  client: HttpClient,
  calls: readonly ReturnType<HttpClient['request']>[],
): Promise<HttpExchange[]> {
  const work = () => client.postInTurn([client.probe(), client.request('tools/list'), ...calls]);
  if (client.modern) return work();
  const { stream, brought } = await client.watch(work);
  return isStream(stream) ? [...brought, stream] : brought;
}

function isMessage(event: SseEvent, mayBeBatch: boolean): boolean {
  const document = parseEventDocument(event);
  // What is wrong with a message is for the wire contract to say.
  return isObject(document) || (mayBeBatch && Array.isArray(document) && document.every(isObject));
}

/** Of a refusal only the status speaks, and what was cut may end in the middle of a character. */
const isSpoken = ({ status, complete, events }: HttpExchange): boolean =>
  isBetween(200, 299)(status?.value) && (complete || events.length > 0);

const isText = ({ bytes, events }: HttpExchange): boolean =>
  events.length > 0 ? events.every(({ data }) => isUtf8(data)) : isUtf8(bytes);

const listReplies = (exchange: HttpExchange): Json[] =>
  (isStream(exchange) ? exchange.events.map(parseEventDocument) : [exchange.json().value]).filter(isResponse);
