import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { roleNames, type RoleName } from '../../suites/roles.js';
import type { Scenario } from '../../suites/scenario.js';
import { CONFIG_SCHEMA } from '../config/schema.js';
import type { NamedRoles } from './contract.js';
import type { Look, Tried } from './look.js';
import type { PlannedCase } from './plan.js';
import { Roles } from './roles.js';

const tool = (name: string, description = '') => ({ name, description });
const tried = (name: string, ...did: RoleName[]): Tried => ({
  call: { name, arguments: {}, tool: tool(name) },
  succeeded: true,
  did: new Set(did),
});
interface Given extends Partial<Look> {
  tools?: string[];
  named?: NamedRoles;
  fixtures?: 'auto' | 'require' | 'ignore';
}
const rolesOf = ({ tools = [], named = {}, fixtures = 'auto', ...look }: Given) =>
  new Roles({
    era: 'legacy',
    inventory: { tools: tools.map((name) => tool(name)) },
    fixtures,
    named,
    look: async () => ({ tried: [], untried: [], ...look }),
  });
const caseOf = (more: Partial<PlannedCase> & { role?: RoleName }): PlannedCase => ({
  id: 'shared/a',
  scenario: {
    title: 'a scenario',
    requirements: ['ping.empty-result'],
    needs: more.role === undefined ? {} : { role: more.role },
    revisions: {},
    isolation: 'shared',
    run: async () => {},
  } satisfies Scenario,
  transport: 'stdio',
  revision: '2025-11-25',
  ...more,
});

describe('who plays a role', () => {
  it('is the fixture by its name, whoever was seen to do it, or whom the config names', async () => {
    const seen = { tried: [tried('add'), tried('export', 'progress')] };
    expect(await rolesOf({ tools: ['test_tool_with_progress'], ...seen }).lend('progress')).toMatchObject({
      name: 'test_tool_with_progress',
      fixture: true,
    });
    expect(await rolesOf(seen).lend('progress')).toMatchObject({ name: 'export', fixture: false });
    expect(
      await rolesOf({
        tools: ['test_tool_with_progress', 'rows'],
        named: { progress: { tool: 'rows', arguments: { of: 'all' } } },
      }).lend('progress'),
    ).toMatchObject({ name: 'rows', arguments: { of: 'all' }, fixture: false });
    expect(
      await rolesOf({ tools: ['test_tool_with_progress'], fixtures: 'ignore' }).lend('progress'),
    ).toBeUndefined();
  });
});

describe('where nobody plays a role', () => {
  const explain = (given: Given, more: Parameters<typeof caseOf>[0] = { role: 'progress' }) =>
    rolesOf(given).explain(caseOf(more));

  it('it does not apply where none of the safe calls did it', async () => {
    expect(await explain({ tried: [tried('add')], untried: [tool('write')] })).toEqual({
      status: 'not-applicable',
      lacks: 'fixture',
      reason: 'the one safe call is none that reports progress; not called: 1 (--allow-tool write)',
    });
    expect(await explain({ tried: [tried('add', 'progress')] })).toBeUndefined();
  });

  it('it is not verified where a tool that may not be called looks like it', async () => {
    expect(
      await explain({ tried: [tried('add')], untried: [tool('sync', 'Syncs, with progress')] }),
    ).toMatchObject({ status: 'not-verified', reason: expect.stringContaining('--allow-tool sync') });
    expect(await explain({ untried: [tool('add'), tool('report_progress')] })).toMatchObject({
      status: 'not-verified',
      reason: expect.stringMatching(/none is annotated readOnlyHint; --allow-tool report_progress$/),
    });
    expect(await explain({ untried: [tool('add')] })).toMatchObject({
      status: 'not-applicable',
      reason: expect.stringContaining('no tool may be called'),
    });
    expect(await explain({ cut: 'it died' })).toMatchObject({ status: 'not-verified' });
    expect(await explain({ tried: [tried('add')], fixtures: 'require' })).toMatchObject({
      status: 'not-verified',
    });
  });

  it('what others show than the fixture is judged elsewhere', async () => {
    const lacks = (name: string) => ({ lacks: [{ kind: 'tool' as const, name }] });
    expect(await explain({ tried: [tried('draw', 'image')] }, lacks('test_image_content'))).toMatchObject({
      status: 'not-applicable',
      reason: expect.stringContaining('draw returns an image'),
    });
  });
});

it('the schema of config files has every role', () => {
  const schema = JSON.parse(readFileSync(CONFIG_SCHEMA, 'utf8')) as {
    properties: { roles: { propertyNames: { enum: string[] } } };
  };
  expect(schema.properties.roles.propertyNames.enum).toEqual(roleNames);
});
