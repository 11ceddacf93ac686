import { defineScenario } from '../../scenario.js';

/** Requests that change nothing, with the capability that they need. */
const REQUESTS = {
  'tools/list': 'tools',
  'resources/list': 'resources',
  'resources/templates/list': 'resources',
  'prompts/list': 'prompts',
  'server/discover': undefined,
} as const;

export default defineScenario(
  {
    title: 'Requests other than calls, reads and prompts never require input',
    requirements: ['mrtr.only-supported-requests'],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    for (const [method, capability] of Object.entries(REQUESTS)) {
      if (capability !== undefined && !session.declares(capability)) continue;
      const reply = await session.request(method).reply();
      if (reply.isError) continue;
      t.satisfies(
        'mrtr.only-supported-requests',
        reply.at('/result/resultType'),
        (type) => type !== 'input_required',
        `no input_required for ${method}`,
      );
    }
  },
);
