import { defineScenario } from '../../scenario.js';
import { meetLegacyClient } from '../../support/initialize.js';

export default defineScenario(
  {
    title: 'A legacy client that is refused learns which versions there are',
    requirements: ['version.named-to-legacy-clients'],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const reply = await meetLegacyClient(t);
    if (reply === undefined)
      t.notVerified('version.named-to-legacy-clients', 'answer initialize with an error');
    else if (!reply.isError)
      t.notApplicable('version.named-to-legacy-clients', 'the server has the legacy era too');
    else {
      const names = (error: unknown) => JSON.stringify(error).includes(t.revision);
      t.satisfies(
        'version.named-to-legacy-clients',
        reply.at('/error'),
        names,
        `an error that names ${t.revision}`,
      );
    }
  },
);
