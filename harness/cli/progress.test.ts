import { describe, expect, it } from '@jest/globals';
import { failed, passed } from '../../reports/sample.test.data.js';
import type { Progress } from '../run/contract.js';
import { showPlainProgress, formatProgressRow } from './progress.js';

const cell = (transport: string, total: number) => ({ transport, revision: '2025-11-25', total });

const run: Progress[] = [
  { kind: 'survey', transport: 'stdio', revisions: ['2025-11-25'] },
  { kind: 'survey', transport: 'streamable-http', revisions: [], reason: 'connection\u001b refused' },
  { kind: 'planned', total: 3, cells: [cell('stdio', 1), cell('streamable-http', 2)] },
  { kind: 'case-started', transport: 'stdio', revision: '2025-11-25', scenario: failed.scenario },
  { kind: 'case-ended', case: passed, done: 1, total: 3 },
  { kind: 'case-ended', case: failed, done: 2, total: 3 },
];

const show = (events: readonly Progress[]): string[] => {
  const lines: string[] = [];
  const follower = showPlainProgress((line) => lines.push(line));
  for (const event of events) follower.onProgress(event);
  follower.done();
  return lines;
};

describe('plain progress', () => {
  it('has one line for what is learned, for each finding and for each cell that is through, also when it was cut short', () => {
    expect(show(run)).toEqual([
      'stdio: 2025-11-25',
      'streamable-http: no revision (connection\\x1b refused)',
      '3 cases',
      '✘ stdio · 2025-11-25 · stdio.stdout-only-messages',
      `stdio             2025-11-25  ${'█'.repeat(20)}  1/1: 0 passed, 1 failed, 0 neither`,
      `streamable-http   2025-11-25  ${'█'.repeat(10)}${'░'.repeat(10)}  1/2: 1 passed, 0 failed, 0 neither`,
    ]);
  });

  it('tells of each requirement that is broken once, as soon as it was seen', () => {
    const seen: Progress[] = [
      { kind: 'case-seen', case: failed },
      { kind: 'case-ended', case: failed, done: 1, total: 3 },
      { kind: 'case-ended', case: { ...failed, transport: 'grpc' }, done: 2, total: 3 },
    ];
    expect(show(seen)).toEqual([
      '✘ stdio · 2025-11-25 · stdio.stdout-only-messages  (is looked at again alone)',
      '✘ grpc · 2025-11-25 · stdio.stdout-only-messages',
    ]);
  });

  it('says nothing of cells that never began', () => {
    expect(show(run.slice(0, 3))).toHaveLength(3);
  });
});

describe('a row of the live display', () => {
  it.each([40, 80, 99, 100, 200])('fits %i columns', (columns) => {
    const many = { ...cell('streamable-http', 120), ended: 120, passed: 110, failed: 8 };
    const text = formatProgressRow(many, columns);
    expect(text.length).toBeLessThanOrEqual(columns);
    if (columns >= 80) expect(text).toMatch(/█ {2}120\/120: 110 passed, 8 failed, 2 neither$/);
  });
});
