import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../config/errors.js';
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
    const text = readFileSync(new URL(name, EXAMPLES), 'utf8');
    await expect(parsePolicy(text, name, scenarios)).resolves.toMatchObject({ sets: expect.any(Map) });
  });
});

const rule = (more: string): string =>
  `gate: x\nrules:\n  - { set: 2025-11-25@1, transports: [stdio], ${more} }\n`;

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
    [
      rule('requirements: [jsonrpc.*, jsonrpc.id-ecoed]'),
      'p.yaml:3:73',
      'jsonrpc.id-ecoed names nothing in 2025-11-25@1',
    ],
    [
      rule('requirements: [jsonrpc.id-echoed, jsonrpc.invalid-params]'),
      'p.yaml:3:81',
      'jsonrpc.invalid-params is a SHOULD, and MUST alone counts',
    ],
    [
      rule('groups: [security], requirements: [jsonrpc.id-echoed]'),
      'p.yaml:3:82',
      'is in another group: transport',
    ],
    [rule('requirements: [wire.schema, http.*]'), 'p.yaml:3:75', 'http.* is not judged on stdio'],
    [
      `${rule('coverage: 1')}waivers: [{ by: me, until: 2026-01-01, requirements: [wire.schema, wire.shema] }]\n`,
      'p.yaml:4:68',
      'waivers.0.requirements: nothing is called wire.shema',
    ],
    [
      `${rule('coverage: 1')}parity: { scenarios: [shared/tools, shared/toolz] }\n`,
      'p.yaml:4:37',
      'parity.scenarios: nothing is called shared/toolz',
    ],
    [
      `${rule('coverage: 1')}parity: { revisions: [2025-11-26] }\n`,
      'p.yaml:4:23',
      'parity.revisions: nothing is called 2025-11-26',
    ],
    ['', 'p.yaml:1:1', 'a gate with a name and rules'],
  ])('with a mistake is refused with its place: %j', async (text, where, what) => {
    const error = await parsePolicy(text, 'p.yaml', scenarios).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(where);
    expect((error as UsageError).message).toContain(what);
  });

  it.each([
    ['jsonrpc.id-ecoed', '', 'Did you mean jsonrpc.id-echoed'],
    ['jsonrpc.invalid-params', '', 'Add levels: [SHOULD]'],
    ['jsonrpc.invalid-params, wire.schema', '', 'Add levels: [MUST, SHOULD]'],
    ['wire.schema', ', groups: [security]', 'Add it: groups: [security, schemas]'],
  ])('says what to do about %s%s', async (names, more, next) => {
    await expect(
      parsePolicy(rule(`requirements: [${names}]${more}`), 'p.yaml', scenarios),
    ).rejects.toMatchObject({
      next: expect.stringContaining(next),
    });
  });

  it('may name what is counted once levels or transports are said', async () => {
    for (const more of [
      'requirements: [jsonrpc.invalid-params], levels: [SHOULD]',
      'requirements: [jsonrpc.*]',
    ])
      await expect(parsePolicy(rule(more), 'p.yaml', scenarios)).resolves.toBeDefined();
    const anywhere = rule('requirements: [wire.schema, http.*]').replace('[stdio]', "['*']");
    await expect(parsePolicy(anywhere, 'p.yaml', scenarios)).resolves.toBeDefined();
  });
});
