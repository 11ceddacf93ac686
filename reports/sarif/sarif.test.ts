import { describe, expect, it } from '@jest/globals';
import { makeHostile } from '../hostile.test.data.js';
import { recorded } from '../recorded.test.data.js';
import { listFindings } from '../result/findings.js';
import type { Result } from '../result/result.js';
import { format as sarif } from './format.js';

interface Log {
  version: string;
  runs: {
    tool: { driver: { name: string; rules: { id: string; helpUri?: string }[] } };
    automationDetails: { id: string };
    invocations: { executionSuccessful: boolean; exitCode: number }[];
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      locations: {
        physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
      }[];
      partialFingerprints: Record<string, string>;
    }[];
  }[];
}
const render = (result: Result): Log => JSON.parse(sarif.render(result, { color: false })) as Log;

/** What SARIF 2.1.0 demands (OASIS, sections 3.13 to 3.27), and what code scanning demands beyond it. */
function check({ version, runs }: Log): void {
  expect(version).toBe('2.1.0');
  for (const { tool, results, automationDetails } of runs) {
    const ids = tool.driver.rules.map(({ id }) => id);
    expect(tool.driver.name).toBe('mcptc');
    expect(new Set(ids).size).toBe(ids.length);
    for (const { helpUri } of tool.driver.rules)
      if (helpUri !== undefined) expect(helpUri).toMatch(/^https:/);
    expect(automationDetails.id).toMatch(/^mcptc\/[^/]+\/$/);
    for (const one of results) {
      expect(ids[one.ruleIndex]).toBe(one.ruleId);
      expect(['error', 'warning', 'note']).toContain(one.level);
      expect(one.message.text).not.toBe('');
      expect(one.locations).toHaveLength(1);
      const { artifactLocation, region } = one.locations[0]!.physicalLocation;
      expect(artifactLocation.uri).toMatch(/^transcripts\/(?:(?!\.\.?\/)[\w.%-]+\/)+[\w.%-]+\.jsonl$/);
      expect(region.startLine).toBeGreaterThanOrEqual(1);
      expect(one.partialFingerprints['mcptc/v1']).toMatch(/^[0-9a-f]{64}$/);
    }
    const prints = results.map(({ partialFingerprints }) => partialFingerprints['mcptc/v1']);
    expect(new Set(prints).size).toBe(prints.length);
  }
}

describe('the SARIF report', () => {
  it('has a result for each finding, with its level', () => {
    const log = render(recorded);
    check(log);
    const levels = log.runs[0]!.results.map(({ level }) => level);
    const kinds = listFindings(recorded).map(({ kind }) => kind);
    const count = (level: string): number => levels.filter((one) => one === level).length;
    expect(levels).toHaveLength(kinds.length);
    expect(count('error')).toBe(kinds.filter((kind) => kind === 'fail' || kind === 'error').length);
    expect(count('error')).toBeGreaterThan(0);
    expect(count('warning')).toBe(kinds.filter((kind) => kind === 'warn').length);
  });

  it('keeps its fingerprints from one run to the next', () => {
    const later = { ...recorded, run: { ...recorded.run, startedAt: '2026-12-01T00:00:00.000Z', seed: 5 } };
    const prints = (result: Result) => render(result).runs[0]!.results.map((one) => one.partialFingerprints);
    expect(prints(later)).toEqual(prints(recorded));
  });

  it('is sound whatever a target says', () => check(render(makeHostile(300, 2_000))));

  it('has one run for each of several targets', () => {
    const targets = ['a', 'b'].map((name) => ({
      name,
      exitCode: 1,
      result: { ...recorded, target: { ...recorded.target, name } },
    }));
    const log = JSON.parse(sarif.all!.render(targets, { color: false })) as Log;
    expect(log.runs.map(({ automationDetails }) => automationDetails.id)).toEqual(['mcptc/a/', 'mcptc/b/']);
  });
});
