import { describe, expect, it } from '@jest/globals';
import type { Format } from './format.js';
import { formatNames, loadFormat } from './index.js';
import { recorded } from './recorded.test.data.js';
import type { BaselineReport, Result } from './result/result.js';

const textOf = (format: Format, result: Result): string =>
  [format.render(result, { color: false }), ...(format.files?.(result, { color: false }) ?? [])]
    .map((one) => (typeof one === 'string' ? one : one.text))
    .join('\n');

const entry: BaselineReport = {
  requirement: 'http.gone-*',
  transport: 'streamable-http',
  reason: 'was being fixed',
  owner: 'ada',
  issue: 'https://example.com/1',
  expires: '2999-01-01',
  state: 'used',
  at: 'known-failures.yaml:3:3',
};

/** They say what was found, and no figures. */
const OF_FINDINGS = ['sarif', 'github'];

describe.each(formatNames.filter((name) => !OF_FINDINGS.includes(name)))('%s', (name) => {
  it('is rendered from what a run saw of a server that nobody here wrote', async () => {
    const text = textOf(await loadFormat(name), recorded);
    for (const transport of Object.keys(recorded.target.transports)) expect(text).toContain(transport);
    // The figure of the failures of one cell; JSON says it by its own names.
    const failed = Object.values(recorded.summary).flatMap((row) =>
      Object.values(row).map(({ fail }) => fail),
    );
    expect(Math.max(...failed)).toBeGreaterThan(0);
    expect(text).toMatch(/✘|failure|"fail"/);
  });
});

/** A badge and a metric count checks, and no entry of a baseline makes one green. */
const COUNTS = ['badge', 'openmetrics'];

describe.each(formatNames.filter((name) => !COUNTS.includes(name)))('%s', (name) => {
  it('names entries of the baseline that excuse nothing, and no others', async () => {
    const format = await loadFormat(name);
    const dead = textOf(format, { ...recorded, baseline: [{ ...entry, state: 'stale' }] });
    const words = name === 'json' ? '"state":"stale"' : 'known-failures.yaml:3:3: delete http.gone-';
    const plain = (text: string): string => (name === 'json' ? text.replaceAll(/\s/g, '') : text);
    expect(plain(dead)).toContain(words);
    expect(plain(textOf(format, { ...recorded, baseline: [entry] }))).not.toContain(words);
  });
});
