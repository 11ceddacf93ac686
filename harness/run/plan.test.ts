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

describe('two users', () => {
  const planFor = (identities?: 'one' | 'two') => {
    const as = (endpoint: unknown) => endpoint;
    return planCases(
      new Map([['shared/a', scenario({ needs: { identities: 'two' } })]]),
      'streamable-http',
      new Map([['2025-11-25', inventory()]]),
      {
        traits: () => ({ raw: true }),
        identities: identities === 'two' ? { a: as, b: as, nobody: as } : identities,
      },
      { scenarios: [], cases: [], fixtures: 'auto' },
    )[0]?.skip;
  };

  it('are needed by nobody who uses a server without credentials, and could be named by who has one', () => {
    expect(planFor('two')).toBeUndefined();
    expect(planFor()).toEqual({
      status: 'not-applicable',
      reason: expect.stringContaining('`identities` in the config'),
    });
    expect(planFor('one')).toEqual({
      status: 'not-verified',
      reason: expect.stringContaining('the config would have to name two `identities`'),
    });
  });
});

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
    expect(lacking?.skip).toEqual({
      status: 'not-applicable',
      reason: expect.stringContaining('the tool test_slow alone'),
      lacks: 'fixture',
    });
    // Another tool may return an image.
    const [playable] = plan({ needs: { tools: ['test_image_content'] } });
    expect(playable?.skip).toBeUndefined();
    expect(playable?.lacks).toEqual([{ kind: 'tool', name: 'test_image_content' }]);
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
