import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { requirementIds } from '../../suites/requirements/index.js';
import { UsageError } from '../config/errors.js';
import { matches } from '../../reports/glob.js';
import { parsePolicy } from './policy.js';

const EXAMPLES = new URL('../../../examples/gates/', import.meta.url);
const examples = readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml'));

const SHARED = new URL('../../suites/shared/', import.meta.url);
const scenarios = new Map(
  readdirSync(SHARED, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.js'))
    .map((name) => [`shared/${name.replaceAll('\\', '/').slice(0, -'.js'.length)}`, { requirements: [] }]),
);

describe('the examples', () => {
  it('are one for each group', () => {
    expect(examples.toSorted()).toEqual(
      ['discovery', 'schemas', 'security', 'tooling', 'transport'].map((group) => `${group}.yaml`),
    );
  });

  it.each(examples)('%s is a policy, and names nothing that is not there', async (name) => {
    const { policy } = await parsePolicy(readFileSync(new URL(name, EXAMPLES), 'utf8'), name, scenarios);
    const patterns = [...policy.rules, ...(policy.waivers ?? [])].flatMap(
      ({ requirements = [] }) => requirements,
    );
    for (const pattern of patterns) {
      expect([pattern, requirementIds.some((id) => matches(pattern, id))]).toEqual([pattern, true]);
    }
  });
});

describe('a policy', () => {
  it.each([
    ['gate: x\nrules: []\n', 'p.yaml:2:8', 'a list of at least one rule'],
    [
      'gate: x\nrules:\n  - { set: 2025-11-25, transports: [stdio] }\n',
      'p.yaml:3:12',
      'such as 2025-11-25@1',
    ],
    [
      'gate: x\nrules:\n  - { set: 2025-11-25@9, transports: [stdio] }\n',
      'p.yaml:3:12',
      'there is no frozen set 2025-11-25@9',
    ],
    ['gate: x\nrules:\n  - { set: 2025-11-25@1 }\n', 'p.yaml:3:5', '`transports` is missing'],
    [
      'gate: x\nrules:\n  - { set: 2025-11-25@1, transports: [a], group: x }\n',
      'p.yaml:3:43',
      'Did you mean groups?',
    ],
    [
      'gate: x\nrules:\n  - { set: 2025-11-25@1, transports: [a], coverage: 101 }\n',
      'p.yaml:3:53',
      'from 0 to 100',
    ],
    [
      'gate: x\nrules:\n  - { set: 2025-11-25@1, transports: [a], levels: [ROBUSTNESS] }\n',
      'p.yaml:3:52',
      'MUST or SHOULD',
    ],
    [
      'gate: x\nrules:\n  - { set: 2025-11-25@1, transports: [a] }\nwaivers: [{ by: me }]\n',
      'p.yaml:4:11',
      '`until` is missing',
    ],
    ['', 'p.yaml:1:1', 'a gate with a name and rules'],
  ])('with a mistake is refused with its place: %j', async (text, where, what) => {
    const error = await parsePolicy(text, 'p.yaml', scenarios).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(where);
    expect((error as UsageError).message).toContain(what);
  });
});
