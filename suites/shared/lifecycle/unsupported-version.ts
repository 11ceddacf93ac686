import { isRevision, LEGACY_REVISIONS } from '../../../adapters/revision.js';
import { defineScenario } from '../../scenario.js';
import { readErrorCode } from '../../support/error-code.js';
import { initialize } from '../../support/initialize.js';

const RULES = ['lifecycle.version-counter-offer', 'lifecycle.version-newest-offered'] as const;
const INVALID_PARAMS = -32602;

export default defineScenario(
  {
    title: 'A version that nobody supports is answered with another one',
    requirements: RULES,
    revisions: { era: 'legacy' },
    isolation: 'session',
  },
  async (t) => {
    const offer = async (version: string) =>
      initialize(await t.session({ handshake: false }), version).reply();
    // That it takes its own revision is why this case is run at it.
    const taken = new Map<string, boolean>([[t.revision, true]]);
    const takes = async (version: string): Promise<boolean> => {
      const known =
        taken.get(version) ?? (await offer(version)).at('/result/protocolVersion').value === version;
      taken.set(version, known);
      return known;
    };

    for (const version of ['1900-01-01', '2999-12-31']) {
      const reply = await offer(version);
      // The sentence demands an offer; the example of an error on the same page refuses with this code.
      if (reply.isError) {
        // Who refuses a second client whatever it offers says nothing of the version.
        if (readErrorCode(reply).value !== INVALID_PARAMS && (await offer(t.revision)).isError) {
          for (const id of RULES) t.notVerified(id, 'take the version under test from a second client, too');
          return;
        }
        t.equal('lifecycle.version-counter-offer', readErrorCode(reply), INVALID_PARAMS);
        t.notApplicable('lifecycle.version-newest-offered', 'no other version is offered');
        continue;
      }
      const offered = reply.at('/result/protocolVersion');
      const other = offered.value;
      // A version that it supports is one that it takes itself when it is offered.
      const held = typeof other === 'string' && other !== version && (await takes(other));
      const expected = `a version other than ${version} that the server takes when it is offered`;
      if (!t.satisfies('lifecycle.version-counter-offer', offered, () => held, expected)) continue;
      // What it takes and nobody published may be a draft of its own, or whatever it is given.
      if (!isRevision(String(other))) {
        for (const id of RULES) t.notVerified(id, 'offer a version that MCP has published');
        continue;
      }
      const newer = LEGACY_REVISIONS.filter((revision) => revision > String(other)).toReversed();
      let newest: unknown = other;
      for (const revision of newer) {
        if (!(await takes(revision))) continue;
        newest = revision;
        break;
      }
      t.equal('lifecycle.version-newest-offered', offered, newest);
    }
  },
);
