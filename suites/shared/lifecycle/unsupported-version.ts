import { LEGACY_REVISIONS } from '../../../adapters/revision.js';
import { defineScenario } from '../../scenario.js';
import { initialize } from '../../support/initialize.js';

export default defineScenario(
  {
    title: 'A version that nobody supports is answered with another one',
    requirements: ['lifecycle.version-counter-offer', 'lifecycle.version-newest-offered'],
    revisions: { era: 'legacy' },
    isolation: 'session',
  },
  async (t) => {
    const offer = async (version: string) =>
      initialize(await t.session({ handshake: false }), version).reply();

    for (const version of ['1900-01-01', '2999-12-31']) {
      const reply = await offer(version);
      // The sentence demands an offer; the example of an error on the same page refuses with this code.
      if (reply.isError) {
        t.equal('lifecycle.version-counter-offer', reply.at('/error/code'), -32602);
        t.notApplicable('lifecycle.version-newest-offered', 'no other version is offered');
        continue;
      }
      const offered = reply.at('/result/protocolVersion');
      const isOther = (value: unknown) => typeof value === 'string' && value !== version;
      if (
        !t.satisfies('lifecycle.version-counter-offer', offered, isOther, `a version other than ${version}`)
      )
        continue;
      const newer = LEGACY_REVISIONS.filter((revision) => revision > String(offered.value)).toReversed();
      let newest: unknown = offered.value;
      for (const revision of newer) {
        const taken = (await offer(revision)).at('/result/protocolVersion').value === revision;
        if (taken) newest = revision;
        if (taken) break;
      }
      t.equal('lifecycle.version-newest-offered', offered, newest);
    }
  },
);
