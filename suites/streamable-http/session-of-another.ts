import type { HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import type { SseEvent } from '../../adapters/streamable-http/sse.js';
import { holdsWord, makeCanary } from '../support/apart.js';
import { listEventIds, readText } from '../support/event-stream.js';
import { HttpClient, type HttpContext } from '../support/http-client.js';
import { sendInitialize, readAgreedVersion } from '../support/http-greet.js';
import { judgeNotServed, observeOutcome } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const RULE = 'http.session-bound-to-identity';
const OK = 200;
/** Milliseconds for a replay: a server need not send anything, and the stream need not end. */
const REPLAY_MS = 3_000;

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Another user is not served for knowing the session of somebody else',
    requirements: [RULE],
    needs: { clients: 'of one server', identities: 'two' },
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const greetAs = async (identity: 'a' | 'b'): Promise<HttpClient | undefined> => {
      const connection = await t.connect({ identity });
      const handshakeReply = await sendInitialize(t, connection, t.revision);
      const revision = readAgreedVersion(handshakeReply);
      if (revision === undefined) return undefined;
      const client = new HttpClient(t, connection, { handshakeReply, revision });
      connection.settle({ revision, sessionId: client.sessionId ?? null });
      await client.post(client.notification('notifications/initialized', {}));
      return client;
    };
    if (!(await t.refusesNobody()))
      return t.notApplicable(RULE, 'this target also serves who shows the credentials of neither');
    const [a, b] = [await greetAs('a'), await greetAs('b')];
    if (a === undefined || b === undefined) return t.notVerified(RULE, 'answer `initialize` of each user');
    if (a.sessionId === undefined) return t.notApplicable(RULE, 'this target gives out no session ids');
    // Each is served in its own: what is refused below is refused for whose it is.
    if (!(await a.serves(a.probe())) || !(await b.serves(b.probe())))
      return t.notVerified(RULE, 'serve each user in its own session');
    const foreign = { 'mcp-session-id': a.sessionId };
    const expected = "a refusal, as the session is another user's";
    await judgeNotServed(t, RULE, b, await b.post(b.probe(), { headers: foreign }), expected);
    // Its stream has what the server says unasked.
    const stream = await b.ask('GET', { ...foreign, accept: 'text/event-stream' });
    if (stream.status !== undefined)
      t.satisfies(
        RULE,
        observeOutcome(stream),
        (status) => status !== OK,
        `${expected}, also for its stream`,
      );
    await judgeReplay(t, a, b);
  },
);

/** In a session of its own, another user names the last event that it saw: one of somebody else's stream. */
async function judgeReplay(t: HttpContext<typeof RULE>, a: HttpClient, b: HttpClient): Promise<void> {
  const word = makeCanary(t, 'event');
  const probe = a.probe();
  const { events } = await a.post({ ...probe, document: { ...probe.document, id: word } });
  const [first, ...later] = listEventIds(events);
  // Only what came after a numbered event can be replayed.
  if (first === undefined || later.length === 0) return;
  const isIt = (event: SseEvent): boolean => holdsWord(readText(event), word);
  const replayed = async (client: HttpClient): Promise<HttpExchange | undefined> => {
    const exchange = await t.wait(client.resume(first, isIt, REPLAY_MS));
    return exchange?.events.some(isIt) === true ? exchange : undefined;
  };
  // To whom it belongs first: a server need not replay anything.
  if ((await replayed(a)) === undefined) return;
  const brought = await b.resume(first, isIt, REPLAY_MS);
  if (brought?.status === undefined) return;
  t.satisfies(
    RULE,
    brought.body,
    () => !brought.events.some(isIt),
    `nothing of the stream of another user, whose event was named (${word})`,
  );
}
