import { describe, expect, it } from '@jest/globals';
import type { TargetResult } from '../format.js';
import { EVILS, makeHostile } from '../hostile.test.data.js';
import { recorded } from '../recorded.test.data.js';
import { format as openmetrics } from './format.js';

const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"`;
const SAMPLE = new RegExp(String.raw`^([a-z_]+)\{(${LABEL}(?:,${LABEL})*)\} (-?\d+(?:\.\d+)?)$`);
const META = /^# (TYPE|UNIT|HELP) ([a-z_]+) (.+)$/;

/** Reads the text format of OpenMetrics 1.0 as strictly as it is written: families whole, in order, and an end. */
function read(text: string): Map<string, number> {
  expect(text.endsWith('\n# EOF\n')).toBe(true);
  const samples = new Map<string, number>();
  const families: string[] = [];
  let type = '';
  for (const line of text.split('\n').slice(0, -2)) {
    const meta = META.exec(line);
    if (meta !== null) {
      const [, kind, name = '', value = ''] = meta;
      if (kind === 'TYPE') {
        expect(families).not.toContain(name);
        families.push(name);
        type = value;
        expect(['gauge', 'info']).toContain(type);
      }
      expect(families.at(-1)).toBe(name);
      if (kind === 'UNIT') expect(name.endsWith(`_${value}`)).toBe(true);
      continue;
    }
    const [, name = '', labels = '', value] = SAMPLE.exec(line) ?? [];
    expect({ line, name }).toEqual({ line, name: `${families.at(-1)}${type === 'info' ? '_info' : ''}` });
    expect(samples.has(`${name}{${labels}}`)).toBe(false);
    samples.set(`${name}{${labels}}`, Number(value));
  }
  return samples;
}

describe('the OpenMetrics report', () => {
  it('has the figures of each cell', () => {
    const samples = read(openmetrics.render(recorded, { color: false }));
    const { name } = recorded.target;
    for (const [transport, row] of Object.entries(recorded.summary)) {
      for (const [revision, counts] of Object.entries(row)) {
        const labels = `server="${name}",transport="${transport}",revision="${revision}",verdict="fail"`;
        expect(samples.get(`mcptc_requirements{${labels}}`)).toBe(counts.fail);
      }
    }
    expect(samples.get(`mcptc_exit_code{server="${name}"}`)).toBe(recorded.run.exitCode);
  });

  it('tells a server of which there is no result from one that nobody asked for', () => {
    const targets: TargetResult[] = [{ name: 'gone', exitCode: 2, problem: 'no such file' }];
    expect([...read(openmetrics.all!.render(targets, { color: false }))]).toEqual([
      ['mcptc_exit_code{server="gone"}', 2],
    ]);
  });

  it('is sound whatever a target says', () => {
    const targets = EVILS.map((name) => ({ name, exitCode: 1, result: makeHostile(30, 1_000) }));
    expect(read(openmetrics.all!.render(targets, { color: false })).size).toBeGreaterThan(EVILS.length);
  });
});
