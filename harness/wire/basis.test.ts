import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { REVISIONS, type Revision } from '../../adapters/revision.js';
import { catalogue, requirementIds, type RequirementId } from '../../suites/requirements/index.js';
import { findSource, type Requirement } from '../../suites/requirements/requirement.js';
import { loadOfficial, specFolder, specPresent } from './official.test.helper.js';

/**
 * Rows that are milder than the sentences they cite, and why. The JSON-RPC document has to be followed, and its table says
 * what each code means, but no sentence says which of them a failure is.
 */
const MILDER = new Set<RequirementId>([
  'jsonrpc.invalid-params',
  'jsonrpc.invalid-request',
  'jsonrpc.parse-error',
]);

const KEYWORDS = { MUST: /\b(MUST|REQUIRED|SHALL)\b/, SHOULD: /\b(SHOULD|RECOMMENDED)\b/ } as const;
const SENTENCES = join(specFolder, 'normative.tsv');
const present = specPresent && existsSync(SENTENCES);

const rows: readonly [RequirementId, Requirement][] = requirementIds.map((id) => [id, catalogue[id]]);
const dated = (source: string): boolean => !source.includes('://');
const within = ({ from, to }: Requirement) =>
  REVISIONS.filter((revision) => revision >= (from ?? '') && revision <= (to ?? '9'));

/** What a row cites at a revision: every source of the revision that `findSource` quotes. */
function citedAt(row: Requirement, revision: Revision): string[] {
  const quoted = findSource(row, revision);
  if (!dated(quoted)) return [];
  return row.sources.filter((source) => dated(source) && source.slice(0, 10) === quoted.slice(0, 10));
}

/** Keywords by place, `2026-07-28/server/tools#capabilities`; a page without an anchor has all of its sentences. */
function readSentences(): Map<string, string> {
  const places = new Map<string, string>();
  for (const line of readFileSync(SENTENCES, 'utf8').split('\n').slice(1)) {
    const [revision, page, anchor, , keywords = ''] = line.split('\t');
    for (const place of [`${revision}/${page}`, `${revision}/${page}#${anchor}`])
      places.set(place, `${places.get(place) ?? ''} ${keywords}`);
  }
  return places;
}

if (present) {
  describe('the basis of every requirement, against the specification', () => {
    it('a sentence with the keyword of the level stands at the place that is cited', () => {
      const sentences = readSentences();
      const missing = rows.flatMap(([id, row]) => {
        if (row.basis !== 'sentence' || MILDER.has(id)) return [];
        return within(row).flatMap((revision) => {
          const cited = citedAt(row, revision);
          const found = cited.some((source) => KEYWORDS[row.level].test(sentences.get(source) ?? ''));
          return found || cited.length === 0 ? [] : [`${id} ${row.level} ${cited.join(' ')}`];
        });
      });
      expect([...new Set(missing)]).toEqual([]);
    });

    it('a type that is cited is one of its revision', () => {
      const official = new Map(
        REVISIONS.map((one) => [
          one,
          Object.keys(loadOfficial(one).definitions).map((name) => name.toLowerCase()),
        ]),
      );
      const unknown = rows.flatMap(([id, row]) =>
        row.sources.flatMap((source) => {
          const [revision, type] = source.split('/schema#');
          if (type === undefined || !dated(source)) return [];
          return official.get(revision as Revision)?.includes(type) === true ? [] : [`${id} ${source}`];
        }),
      );
      expect(unknown).toEqual([]);
    });

    it('a demand that has a sentence of its level at every revision is not said to lack one', () => {
      const sentences = readSentences();
      const stronger = rows.flatMap(([id, row]) => {
        if (row.basis === undefined || row.basis === 'sentence') return [];
        const all = within(row).every((revision) =>
          citedAt(row, revision).some((source) => KEYWORDS[row.level].test(sentences.get(source) ?? '')),
        );
        return all ? [id] : [];
      });
      expect(stronger).toEqual([]);
    });
  });
} else {
  it(`left out the comparison of levels with the sentences: ${SENTENCES} is not there`, () => {
    expect(present).toBe(false);
  });
}
