import { describe, expect, it } from '@jest/globals';
import type { Scenario } from '../../suites/scenario.js';
import type { Inventory } from './inventory.js';
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
const plan = (more: Partial<Scenario>, fixtures: 'auto' | 'require' | 'ignore' = 'auto', raw = true) =>
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
    const [lacking] = plan({ needs: { tools: ['test_simple_text', 'test_slow'] } });
    expect(lacking?.skip).toBeUndefined();
    expect(lacking?.lacks).toEqual([{ kind: 'tool', name: 'test_slow' }]);
    expect(plan({ needs: { tools: ['test_simple_text', 'test_slow'] } }, 'require')[0]?.skip).toEqual({
      status: 'not-verified',
      reason: 'the target would have to offer the tool test_slow (fixture contract)',
      lacks: 'fixture',
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
