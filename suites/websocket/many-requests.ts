import { judgeAnswer, talk } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.websocket-many-requests';
const COUNT = 200;

export default defineBindingScenario(
  'websocket',
  {
    title: 'Many requests at once are all answered',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  async (t) => {
    await talk(t, [REQUIREMENT], async (client) => {
      const probes = Array.from({ length: COUNT }, () => client.probe());
      for (const probe of probes) client.say(probe);
      for (const { id } of probes) {
        const answer = await client.answer(id);
        if (!(await judgeAnswer(t, REQUIREMENT, client.raw, answer, `an answer to ${id}`))) return;
      }
    });
  },
);
