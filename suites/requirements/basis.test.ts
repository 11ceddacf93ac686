import { describe, expect, it } from '@jest/globals';
import { catalogue, requirementIds } from './index.js';
import { BASES, defineRequirements, explainRequirement, type Requirement } from './requirement.js';

const rows: readonly [string, Requirement][] = requirementIds.map((id) => [id, catalogue[id]]);
const FIXTURES = /^(tools|prompts|resources|sampling|elicitation|mrtr)\./;

describe('the basis of a requirement', () => {
  it('is there for every demand, and for none but demands', () => {
    for (const [id, { level, basis }] of rows)
      expect([id, basis]).toEqual([id, level === 'ROBUSTNESS' ? undefined : expect.stringMatching(/./)]);
    expect(new Set(rows.flatMap(([, { basis }]) => basis ?? []))).toEqual(new Set(BASES));
  });

  it('is a fixture only for what features return, and never for our own or others documents', () => {
    for (const [id, { basis, own, sources }] of rows) {
      if (basis === 'fixture') expect(id).toMatch(FIXTURES);
      if (own === true || sources.every((source) => source.includes('://')))
        expect([id, basis]).not.toEqual([id, expect.stringMatching(/schema|fixture/)]);
    }
  });

  it('is that of its file where the row has none of its own, and does not compile without either', () => {
    const row = { level: 'MUST', group: 'tooling', text: 'x', sources: ['y'] } as const;
    const made = defineRequirements('sentence', {
      a: row,
      b: { ...row, basis: 'fixture' },
      c: { ...row, level: 'ROBUSTNESS' },
    });
    expect([made.a.basis, made.b.basis, made.c.basis]).toEqual(['sentence', 'fixture', undefined]);
    expect(made.c).not.toHaveProperty('basis');
    // @ts-expect-error a demand that rests on nothing is no requirement
    const none: Requirement = row;
    expect(none).not.toHaveProperty('basis');
    // @ts-expect-error a file of demands says what they rest on
    expect(() => defineRequirements({ a: row })).toThrow();
  });

  it('stands in a result', () => {
    expect(explainRequirement(catalogue['wire.schema'], '2025-11-25')).toMatchObject({ basis: 'schema' });
    expect(explainRequirement(catalogue['base.large-message'], '2025-11-25')).not.toHaveProperty('basis');
  });
});
