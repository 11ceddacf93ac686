import { LEGACY_REVISIONS } from '../../../adapters/revision.js';
import { defineScenario } from '../../scenario.js';
import { meetLegacyClient } from '../../support/initialize.js';

const RULE = 'version.named-to-legacy-clients';

export default defineScenario(
  {
    title: 'A legacy client that is refused learns which versions there are',
    requirements: [RULE],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const reply = await meetLegacyClient(t);
    if (reply?.isError === true) {
      const names = (error: unknown) => JSON.stringify(error).includes(t.revision);
      t.satisfies(RULE, reply.at('/error'), names, `an error that names ${t.revision}`);
      return;
    }
    // Any result will not do: only one with a version of the legacy era serves such a client.
    const offered = reply?.at('/result/protocolVersion').value;
    const legacy = LEGACY_REVISIONS.find((revision) => revision === offered);
    if (legacy === undefined)
      t.notVerified(RULE, 'answer initialize with an error, or with a legacy version');
    else t.notApplicable(RULE, `the server has the legacy era too: it answers initialize with ${legacy}`);
  },
);
