import { makeCalls } from '../support/http-calls.js';
import { listEventIds } from '../support/event-stream.js';
import { greet } from '../support/http-greet.js';
import { isStream, passOverStreams } from '../support/http-judge.js';
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
    const posts = [client.probe(), client.request('tools/list'), ...(await makeCalls(t, client))];
    const { stream, brought: posted } = await client.watch(() => client.postInTurn(posts));

    const responses = posted.filter(isStream);
    if (responses.length === 0) passOverStreams(t, PRIMING, posted);
    for (const { body, events } of responses) {
      // What has a name of its own is nothing to a client of MCP; but the id of any event is kept (HTML, 9.2.6), where it has no data, too.
      const first = events.findIndex(({ event = 'message' }) => event === 'message');
      const opening = first < 0 ? events : events.slice(0, first + 1);
      const isPriming = () => opening.some(({ id = '', data }) => id !== '' && data.length === 0);
      t.satisfies(PRIMING, body, isPriming, 'a first event with an id and empty data');
    }

    const used = new Set<string>();
    const streams = [...responses, stream].filter(isStream);
    if (streams.length === 0) return passOverStreams(t, UNIQUE, posted);
    const withIds = streams.filter(({ events }) => listEventIds(events).length > 0);
    if (withIds.length === 0) return t.notApplicable(UNIQUE, 'no event of this target had an id');
    const [only, ...others] = withIds;
    if (others.length === 0 && only !== undefined && listEventIds(only.events).length < 2)
      return t.notApplicable(UNIQUE, 'one event alone had an id: there is no other that could have the same');
    for (const { body, events } of withIds) {
      const ids = listEventIds(events);
      const areNew = () => ids.every((id, at) => !used.has(id) && ids.indexOf(id) === at);
      t.satisfies(UNIQUE, body, areNew, 'event ids that no other event of the session has');
      for (const id of ids) used.add(id);
    }
  },
);
