import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { isRevision } from '../../adapters/revision.js';
import { catalogue, requirementIds } from './index.js';
import { jsonrpc } from './jsonrpc.js';
import { base } from './mcp/base.js';
import { lifecycle } from './mcp/lifecycle.js';
import { patterns } from './mcp/patterns.js';
import { utilities } from './mcp/utilities.js';
import { versioning } from './mcp/versioning.js';
import { appliesTo, type Requirement, findSource } from './requirement.js';

const documents = [jsonrpc, base, lifecycle, patterns, utilities, versioning];
const rows: readonly [string, Requirement][] = documents.flatMap((document) => Object.entries(document));
const dated = (source: string) => !source.includes('://');

/** In a process of its own: Jest's module loader trips over imports that run side by side. */
function citedIds(): Set<string> {
  const script = `
    import { loadObservers, loadScenarios } from ${JSON.stringify(new URL('../index.js', import.meta.url).href)};
    const scenarios = [...(await loadScenarios()).values(), ...(await loadObservers()).values()];
    console.log(JSON.stringify(scenarios.flatMap((scenario) => scenario.requirements)));`;
  const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { timeout: 20_000 });
  return new Set(JSON.parse(out.toString()) as string[]);
}

describe('the rows of the base protocol', () => {
  it.each(rows)('%s names places in revisions that it speaks of', (_, row) => {
    for (const source of row.sources.filter(dated)) {
      const revision = source.slice(0, 10);
      expect(source).toMatch(/^\d{4}-\d{2}-\d{2}\/[a-z/-]+(#[\w-]+)?$/);
      expect(isRevision(revision)).toBe(true);
      expect(appliesTo(row, row.transports?.[0] ?? 'any', revision)).toBe(true);
    }
  });

  it.each(rows)('%s quotes no source that is newer than the revision', (_, row) => {
    const newest = row.to ?? '2026-07-28';
    const source = findSource(row, newest);
    expect(dated(source) ? source.slice(0, 10) <= newest : row.sources.every((other) => !dated(other))).toBe(
      true,
    );
  });

  it('are in the catalogue, each under an id that no other document uses', () => {
    expect(new Set(rows.map(([id]) => id)).size).toBe(rows.length);
    for (const [id, row] of rows) expect(catalogue[id as keyof typeof catalogue]).toBe(row);
    expect(requirementIds.length).toBeGreaterThan(rows.length);
  });

  it('are each cited by a scenario or an observer', () => {
    const cited = citedIds();
    expect(rows.map(([id]) => id).filter((id) => !cited.has(id))).toEqual([]);
  });
});
