import { greet } from '../support/http-greet.js';
import { getMediaType, isBetween } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.reply-content-type';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Requests are answered as JSON or as an event stream',
    requirements: [REQUIREMENT],
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    const exchanges = await client.postInTurn([client.probe(), client.request('tools/list')]);
    if (client.handshakeReply !== undefined) exchanges.unshift(client.handshakeReply);
    // A refusal by its status is no answer to the request.
    const answers = exchanges.filter(({ status }) => isBetween(200, 299)(status?.value));
    if (answers.length === 0) t.notVerified(REQUIREMENT, 'answer a request with a status of success');
    for (const answer of answers)
      t.satisfies(
        REQUIREMENT,
        answer.header('content-type'),
        () => ['application/json', 'text/event-stream'].includes(getMediaType(answer)),
        'the content type `application/json` or `text/event-stream`',
      );
  },
);
