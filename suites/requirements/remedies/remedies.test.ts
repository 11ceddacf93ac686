import { describe, expect, it } from '@jest/globals';
import { getRequirement, requirementIds } from '../index.js';
import { findRemedies, mendable, sdks } from './index.js';
import { advice, general } from './advice.js';
import { PLACES } from './remedy.js';

const LINE = 110;

describe.each(sdks.map((one) => [one.sdk, one] as const))('%s', (_, { sdk, remedies, ...one }) => {
  it('says with what it was tried, and when', () => {
    expect(sdk).toMatch(/^[a-z]+(-v\d)?$/);
    expect(one.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(one.day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(Date.parse(one.day)).toBeLessThanOrEqual(Date.now());
    expect(one.name).toMatch(/ SDK( v\d)?$/);
    expect(one.package).not.toBe('');
  });

  it('has a word on every requirement that has remedies, and on no other', () => {
    expect(Object.keys(remedies).toSorted()).toEqual(mendable.toSorted());
  });

  it.each(mendable.map((id) => [id, remedies[id]] as const))('%s', (id, remedy) => {
    const { transports = PLACES } = getRequirement(id);
    if (remedy === undefined) throw new Error(`${sdk} has nothing on ${id}`);
    if ('text' in remedy) expect(remedy.text).toMatch(/^[A-Z].*\.$/);
    const tried = 'held' in remedy ? remedy.held : 'seen' in remedy ? remedy.seen : undefined;
    // What does not arise was not tried; all else was, and only where the sentence speaks of it.
    expect(tried?.length).not.toBe(0);
    for (const place of tried ?? []) expect(transports).toContain(place);
    if (!('code' in remedy)) return;
    expect(remedy.gone).toEqual(remedy.seen);
    expect(remedy.code).toBe(remedy.code.trim());
    expect(remedy.code.split('\n').filter((line) => line.length > LINE)).toEqual([]);
  });
});

it('gives advice on requirements that exist, a sentence each', () => {
  for (const id of mendable) {
    expect(requirementIds).toContain(id);
    expect(advice[id]).toMatch(/^[A-Z].*\.$/);
    expect(findRemedies(id)?.remedies).toHaveLength(sdks.length);
  }
  for (const [id, text] of Object.entries(general)) {
    expect(requirementIds).toContain(id);
    expect(mendable).not.toContain(id);
    expect(text).toMatch(/^[A-Z].*\.$/);
  }
  expect(findRemedies('stdio.stdout-only-messages')).toMatchObject({ remedies: [] });
  expect(mendable.length).toBeGreaterThanOrEqual(20);
  expect(findRemedies('ping.empty-result')).toBeUndefined();
});
