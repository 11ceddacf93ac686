import { describe, expect, it } from '@jest/globals';
import { REVISIONS, type Revision } from '../../adapters/revision.js';
import { DEVIATIONS, type Difference } from './deviations.test.helper.js';
import { loadContract } from './index.js';
import { nameAnswered, nameSent } from './names.js';
import { loadOfficial, specFolder, specPresent } from './official.test.helper.js';
import { mutate } from './samples.test.helper.js';
import { makeContractSchema } from './schema/index.js';
import { SENDERS, makeSeeds, getSide } from './seeds.test.helper.js';

/** The names of the deviations that a difference is due to; none where it is a mistake. */
const explainer = (revision: Revision): ((difference: Difference) => string | undefined) => {
  const amended = DEVIATIONS.flatMap(({ name, amend }) =>
    amend ? [{ name, theirs: loadOfficial(revision, amend) }] : [],
  );
  return (difference) =>
    DEVIATIONS.find(({ explains }) => explains?.(difference))?.name ??
    amended.find(
      ({ theirs }) =>
        theirs.verdict(difference.sender, difference.document, difference.answers) !== difference.stricter,
    )?.name;
};

if (specPresent) {
  describe.each(REVISIONS)('against the official schema of %s', (revision) => {
    const theirs = loadOfficial(revision);

    it('decides about every message as it does, but for what is written down', async () => {
      const contract = await loadContract(revision);
      const explain = explainer(revision);
      const unexplained: unknown[] = [];
      const seen = new Set<string>();
      let compared = 0;
      for (const { sender, document, answers } of makeSeeds(revision, theirs)) {
        mutate(document, `${sender} ${answers}`, seen, () => {
          const violations = contract.validate({ sender, document, answers });
          const ours = violations.length === 0;
          compared += 1;
          if (ours === theirs.verdict(sender, document, answers)) return;
          const name = explain({ revision, theirs, sender, document, answers, stricter: !ours });
          if (name) used.add(name);
          else if (unexplained.length < 20)
            unexplained.push({
              stricter: !ours,
              document: structuredClone(document),
              answers,
              violations,
            });
        });
      }
      expect(unexplained).toEqual([]);
      expect(compared).toBeGreaterThan(5000);
    });

    it('has a row for each method, in the direction that may send it', () => {
      const ours = Object.keys(makeContractSchema(revision).$defs);
      const methods = SENDERS.flatMap((sender) =>
        ['Request', 'Notification'].flatMap((kind) =>
          Object.keys(theirs.unions[getSide(sender) + kind] ?? {}).map((method) => nameSent(sender, method)),
        ),
      );
      const answers = ['ClientRequest', 'ServerRequest'].flatMap((union) =>
        Object.keys(theirs.unions[union] ?? {}).map(nameAnswered),
      );
      expect(ours.filter((name) => name.includes(':')).sort()).toEqual(
        [...new Set([...methods, ...answers])].sort(),
      );
    });
  });

  const used = new Set<string>();
  it('knows no deviation that is not there', () => {
    expect([...used].sort()).toEqual(DEVIATIONS.map(({ name }) => name).sort());
  });
} else {
  it(`left out the comparison with the official schemas: ${specFolder} is not there`, () => {
    expect(specPresent).toBe(false);
  });
}
