import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Scenario } from '../../suites/scenario.js';
import type { Inventory } from './inventory.js';
import { matches } from '../../reports/glob.js';
import { planCases } from './plan.js';

const inventory = (more: Partial<Inventory> = {}): Inventory => ({
  capabilities: { tools: {} },
  serverInfo: null,
  tools: [{ name: 'test_simple_text' }],
  prompts: [],
  resources: [],
  templates: [{ uriTemplate: 'test://template/{id}/data' }],
  ...more,
});
const scenario = (more: Partial<Scenario>): Scenario => ({
  title: 'a scenario',
  requirements: ['ping.empty-result'],
  needs: {},
  revisions: {},
  isolation: 'shared',
  run: async () => {},
  ...more,
});
const plan = (more: Partial<Scenario>, fixtures: 'auto' | 'ignore' = 'auto', raw = true) =>
  planCases(
    new Map([['shared/a', scenario(more)]]),
    'stdio',
    new Map([['2025-11-25', inventory()]]),
    { traits: () => ({ raw }) },
    { scenarios: [], cases: [], fixtures },
  );

describe('planCases', () => {
  it('leaves out what belongs to another transport, era or revision', () => {
    expect(plan({ transport: 'streamable-http' })).toEqual([]);
    expect(plan({ revisions: { era: 'modern' } })).toEqual([]);
    expect(plan({ revisions: { to: '2025-06-18' } })).toEqual([]);
    expect(plan({})).toHaveLength(1);
  });

  it('does not apply a capability that is not declared, and names a fixture that is missing', () => {
    expect(plan({ needs: { capabilities: ['resources.subscribe'] } })[0]?.skip).toEqual({
      status: 'not-applicable',
      reason: 'the target does not declare the capability resources.subscribe',
    });
    expect(plan({ needs: { tools: ['test_simple_text', 'test_slow'] } })[0]?.skip).toEqual({
      status: 'not-verified',
      reason: 'the target would have to offer the tool test_slow (fixture contract)',
    });
    expect(plan({ needs: { tools: ['test_simple_text'] } })[0]?.skip).toBeUndefined();
    expect(plan({ needs: { tools: ['test_simple_text'] } }, 'ignore')[0]?.skip?.status).toBe('not-verified');
    expect(plan({ needs: { resources: ['test://template/{id}/data'] } })[0]?.skip).toBeUndefined();
  });

  it('verifies no bytes through a foreign library', () => {
    expect(plan({ transport: 'stdio' }, 'auto', false)[0]?.skip?.status).toBe('not-verified');
    expect(plan({}, 'auto', false)[0]?.skip).toBeUndefined();
  });
});

describe('matches', () => {
  it.each([
    ['shared/tools', 'shared/tools/list', true],
    ['shared/tools/list', 'shared/tools/list', true],
    ['shared/tool', 'shared/tools/list', false],
    ['shared/*/list', 'shared/tools/list', true],
    ['shared/*', 'shared/tools/list', false],
    ['**/list', 'shared/tools/list', true],
    ['shared/(x)*', 'shared/tools', false],
  ])('%s takes %s: %s', (pattern, id, taken) => {
    expect(matches(pattern, id)).toBe(taken);
  });

  it('takes what the regular expression of the same meaning takes', () => {
    const word = fc
      .array(fc.constantFrom('a', 'b', '/', '.'), { maxLength: 8 })
      .map((letters) => letters.join(''));
    const pattern = fc
      .array(fc.constantFrom('a', 'b', '/', '.', '*', '**'), { maxLength: 8 })
      .map((parts) => parts.join(''))
      .filter((text) => text.includes('*'));
    fc.assert(
      fc.property(pattern, word, (glob, text) => {
        const source = glob
          .replaceAll('.', '[.]')
          .replaceAll('**', '<')
          .replaceAll('*', '[^/]*')
          .replaceAll('<', '.*');
        expect(matches(glob, text)).toBe(new RegExp(`^${source}$`).test(text));
      }),
    );
  });

  it('is not held up by stars', () => {
    expect(matches('*a'.repeat(100), 'a'.repeat(2_000) + 'b')).toBe(false);
  });
});
