import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { REVISIONS } from '../../adapters/revision.js';
import { computeCanonicalHash } from '../../reports/result/canonical.js';
import { getRequirement, type RequirementId } from '../../suites/requirements/index.js';
import {
  readAllSets,
  readSet,
  readSetFile,
  formatSetName,
  type SetChoice,
  type SetFile,
} from '../../suites/requirements/sets/index.js';
import { PINNED } from '../../suites/requirements/sets/pinned.js';
import { defineObserver } from '../../suites/observer.js';
import { defineScenario } from '../../suites/scenario.js';
import { freezeSetVersion, listSetMembers } from './requirement-set.js';
import { collectSets } from './requirement-set.js';

const ID = 'jsonrpc.id-echoed';
const scenarios = (...ids: RequirementId[]) =>
  new Map(ids.map((id) => [id, defineScenario({ title: id, requirements: [id] }, async () => {})]));
const ids = (file: SetFile) => file.versions.map(({ members }) => members.map(({ id }) => id));

describe('the frozen sets', () => {
  it('are what is pinned, each of them, and nothing else is pinned', () => {
    expect(
      Object.fromEntries(readAllSets().map((set) => [formatSetName(set), computeCanonicalHash(set)])),
    ).toEqual(PINNED);
    expect(readAllSets().map(({ revision }) => revision)).toEqual(expect.arrayContaining([...REVISIONS]));
  });

  it('hold each id once, and the newest nothing that no sentence demands', () => {
    for (const { members } of readAllSets())
      expect(new Set(members.map(({ id }) => id)).size).toBe(members.length);
    for (const revision of REVISIONS)
      for (const { id } of readSetFile(revision).versions.at(-1)?.members ?? [])
        expect(getRequirement(id as RequirementId).level).not.toBe('ROBUSTNESS');
  });

  it('hold only what has a check today', () => {
    // In a process of its own: Jest's module loader trips over imports that run side by side.
    const url = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
    const script = `
      import { loadObservers, loadScenarios } from ${url('../../suites/index.js')};
      import { listSetMembers } from ${url('./requirement-set.js')};
      import { readAllSets, formatSetName } from ${url('../../suites/requirements/sets/index.js')};
      const scenarios = await loadScenarios();
      const observers = await loadObservers();
      console.log(JSON.stringify(readAllSets().flatMap((set) => {
        const checked = new Set(listSetMembers(scenarios, observers, set.revision).map(({ id }) => id));
        return set.members.filter(({ id }) => !checked.has(id)).map(({ id }) => formatSetName(set) + ' ' + id);
      })));`;
    const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      timeout: 20_000,
    });
    expect(JSON.parse(out.toString())).toEqual([]);
  });

  it('are stated by a run with their hash: the default ones, those that are named, or the newest', () => {
    const { hashes, sets } = collectSets(['2026-07-28', '2025-11-25', '2025-11-25', 'no revision']);
    const [older, newer] = [readSet('2025-11-25'), readSet('2026-07-28')].map(formatSetName);
    expect(sets?.map(formatSetName)).toEqual([older, newer]);
    expect(hashes).toEqual({ '2025-11-25': PINNED[older!], '2026-07-28': PINNED[newer!] });
    const namesOf = (choice: SetChoice) => collectSets(['2025-11-25'], choice).sets?.map(formatSetName);
    expect(namesOf({ '2025-11-25': 1 })).toEqual(['2025-11-25@1']);
    const newest = readSetFile('2025-11-25').versions.at(-1)!;
    expect(namesOf('latest')).toEqual([formatSetName(newest)]);
  });
});

const observers = new Map([
  ['observers/wire-schema', defineObserver({ title: 'x', requirements: ['wire.schema'] }, () => ({}))],
]);

describe('freezing', () => {
  const first = freezeSetVersion(
    { revision: '2025-11-25', default: 1, versions: [] },
    listSetMembers(scenarios(ID), observers, '2025-11-25'),
    {},
  );
  const pins = { '2025-11-25@1': computeCanonicalHash(first.versions[0]) };

  it('adds what has a check since as a version of its own, and leaves the others as they are', () => {
    const members = listSetMembers(scenarios(ID, 'ping.empty-result'), observers, '2025-11-25');
    const second = freezeSetVersion(first, members, pins);
    expect(second.versions[0]).toEqual(first.versions[0]);
    expect(second).toMatchObject({ default: 1, versions: [{ version: 1 }, { version: 2 }] });
    expect(ids(second)[1]).toEqual([...(ids(first)[0] ?? []), 'ping.empty-result'].sort());
    expect(freezeSetVersion(first, listSetMembers(scenarios(ID), observers, '2025-11-25'), pins)).toBe(first);
  });

  it('refuses to go on from a version that is not what was pinned', () => {
    const changed = structuredClone(first);
    changed.versions[0]!.members[0]!.level = 'SHOULD';
    expect(() => freezeSetVersion(changed, [], pins)).toThrow(
      '2025-11-25@1 was frozen and is no longer what was',
    );
    expect(() => freezeSetVersion(first, [], {})).toThrow('not pinned');
  });

  it('leaves out what cannot be judged on a transport, what is robustness, and what breaks servers', () => {
    const some = scenarios(
      'http.session-ended-not-found',
      'jsonrpc.malformed-survived',
      'tools.list-answered',
    );
    const breaks = defineScenario(
      { title: 'x', requirements: ['prompts.image'], needs: { server: 'any' } },
      async () => {},
    );
    const members = listSetMembers(new Map([...some, ['x', breaks]]), observers, '2025-11-25');
    expect(members.map(({ id }) => id)).toEqual([
      'http.session-ended-not-found',
      'tools.list-answered',
      'wire.schema',
    ]);
    expect(members[0]).toMatchObject({ transports: ['streamable-http'] });
    expect(members[1]).not.toHaveProperty('except');
    expect(members[2]).toMatchObject({ except: ['grpc-google'] });
  });

  it('leaves the version that counts by itself to a release', () => {
    const members = listSetMembers(scenarios(ID, 'ping.empty-result'), observers, '2025-11-25');
    expect(freezeSetVersion(first, members, pins).default).toBe(1);
  });
});
