import { expect, it } from '@jest/globals';
import { CaseChecks } from './checks.js';
import { findLack } from './lacks.js';

it.each([
  ['offer a list of more than one page', 'occasion'],
  ['send roots/list to a client that declares roots', 'occasion'],
  ['answer the request that ends the wait', undefined],
  ['let the level be set to debug', undefined],
])('who would have to %s lacks: %s', (missing, lacks) => {
  expect(findLack(missing).lacks).toBe(lacks);
});

it('is no mere lack where something stood in the way once', () => {
  const checks = new CaseChecks('stdio', '2025-11-25');
  const record = (missing: string): void =>
    checks.record('tools.input-validated', 'not-verified', [], { expected: missing, ...findLack(missing) });
  record('offer a tool');
  expect(checks.all[0]).toMatchObject({ expected: 'offer a tool', lacks: 'occasion' });
  record('answer a call');
  expect(checks.all[0]).toMatchObject({ expected: 'answer a call', lacks: undefined });
  record('offer a tool');
  expect(checks.all[0]).toMatchObject({ expected: 'answer a call', lacks: undefined });
});
