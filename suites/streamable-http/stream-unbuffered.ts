import { makeCalls } from '../support/http-calls.js';
import { greet } from '../support/http-greet.js';
import { isStream, passOverStreams } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.stream-unbuffered';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Response streams ask proxies not to buffer them',
    requirements: [REQUIREMENT],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    const listen = client.request('subscriptions/listen', { notifications: { toolsListChanged: true } });
    const exchanges = [await t.wait(client.post(listen, { openMs: t.quietMs }))];
    const dress = () => ({ _meta: { progressToken: 'unbuffered' } });
    exchanges.push(...(await client.postInTurn(await makeCalls(t, client, { dress }))));
    const streams = exchanges.filter(isStream);
    if (streams.length === 0) passOverStreams(t, REQUIREMENT, exchanges);
    for (const stream of streams) {
      const field = stream.header('x-accel-buffering');
      // nginx reads such fields without regard to case, and passes none of them on.
      const front = stream.header('server').value ?? '';
      if (field.value === undefined && /nginx/i.test(front))
        t.notVerified(REQUIREMENT, `be reached without ${front}, which takes the field for itself`);
      else t.satisfies(REQUIREMENT, field, (value) => value?.trim().toLowerCase() === 'no', '"no"');
    }
  },
);
