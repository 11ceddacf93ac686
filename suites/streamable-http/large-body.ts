import { greet } from '../support/http-greet.js';
import { judgeHttpSurvival } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.http-large-body';
const BYTES = 8 * 1024 * 1024;

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A body of 8 MiB is survived',
    requirements: [REQUIREMENT],
    revisions: { from: '2025-03-26' },
    isolation: 'process',
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    const _meta = { 'com.example/padding': 'x'.repeat(BYTES) };
    await client.post(client.probe({ _meta }));
    await judgeHttpSurvival(t, REQUIREMENT, client);
  },
);
