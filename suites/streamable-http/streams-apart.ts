import { greet } from '../support/http-greet.js';
import { isStream, observeOutcome } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const RULE = 'http.get-stream-or-405';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A client gets its GET stream while another client has one',
    requirements: [RULE],
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const one = await greet(t, [RULE]);
    const other = await greet(t, [RULE]);
    if (one === undefined || other === undefined) return;
    const { stream, brought } = await one.watch(() => other.watch(() => Promise.resolve()));
    if (!isStream(stream)) return t.notApplicable(RULE, 'this target has no stream for the first client');
    t.satisfies(
      RULE,
      observeOutcome(brought.stream),
      (status) => (status === 200 && isStream(brought.stream)) || status === 405,
      'an event stream, as another client has one, or status 405',
    );
  },
);
