import { makeCalls } from '../support/http-calls.js';
import { parseEvents } from '../support/event-stream.js';
import { GLANCE_MS, greet, isStream } from '../support/http-client.js';
import { defineBindingScenario } from '../scenario.js';

const UNIQUE = 'http.event-ids-unique';
const PRIMING = 'http.priming-event';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Event ids are unique in a session, and streams open with one',
    requirements: [UNIQUE, PRIMING],
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, [UNIQUE, PRIMING]);
    if (client === undefined) return;
    const headers = { ...client.sessionHeaders, accept: 'text/event-stream' };
    const watching = client.connection.exchange({ method: 'GET', headers, timeout: GLANCE_MS });
    const posted = [await client.post(client.probe()), await client.post(client.request('tools/list'))];
    for (const call of await makeCalls(t, client)) posted.push(await client.post(call));

    const responses = posted.filter(isStream);
    if (responses.length === 0) t.notApplicable(PRIMING, 'this target answers in JSON, without streams');
    for (const { body } of responses) {
      const [first] = parseEvents(body.value);
      const isPriming = () => first?.id !== undefined && first.id !== '' && first.data === '';
      t.satisfies(PRIMING, body, isPriming, 'a first event with an id and empty data');
    }

    const used = new Set<string>();
    const streams = [...responses, await t.wait(watching)].filter(isStream);
    const withIds = streams.filter(({ body }) => parseEvents(body.value).some(({ id }) => id !== undefined));
    if (withIds.length < 2) return t.notApplicable(UNIQUE, 'this target numbers no events');
    for (const { body } of withIds) {
      const ids = parseEvents(body.value).flatMap(({ id }) => (id === undefined || id === '' ? [] : [id]));
      const areNew = () => ids.every((id, at) => !used.has(id) && ids.indexOf(id) === at);
      t.satisfies(UNIQUE, body, areNew, 'event ids that no other event of the session has');
      for (const id of ids) used.add(id);
    }
  },
);
