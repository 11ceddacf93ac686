import { expect, it } from '@jest/globals';
import type { CaseReport } from '../../reports/result/result.js';
import { defineObserver } from '../../suites/observer.js';
import { addUnheard } from './unheard.js';

const HEARD = 'jsonrpc.id-echoed';
const UNHEARD = 'jsonrpc.server-ids-unique';
const observers = new Map([
  ['ids', defineObserver({ title: 'ids', requirements: [HEARD, UNHEARD] }, () => ({}))],
  [
    'never-here',
    defineObserver({ title: 'x', requirements: [UNHEARD], revisions: { era: 'modern' } }, () => ({})),
  ],
]);

const report = (scenario: string, transport: string, revision: string, ...ids: string[]): CaseReport => ({
  scenario,
  transport,
  revision,
  durationMs: 1,
  status: 'ran',
  rerun: false,
  checks: ids.map((requirement) => ({ requirement, verdict: 'pass', seen: [1], count: 1, waivedBy: null })),
  transcript: [],
});
const rowsOf = (reports: readonly CaseReport[]) =>
  reports.map(({ checks }) => checks.map(({ requirement, verdict }) => `${requirement} ${verdict}`));

it('gives a row to what nothing was said of in all cases of a revision that was run', () => {
  const reports = [
    report('survey', 'stdio', '2025-11-25'),
    report('shared/a', 'stdio', '2025-11-25', HEARD),
    // Another revision heard nothing at all, and one was not run.
    report('survey', 'stdio', '2025-06-18'),
    report('shared/a', 'stdio', '2025-06-18'),
    report('survey', 'stdio', '2025-03-26'),
  ];
  expect(rowsOf(addUnheard(reports, observers))).toEqual([
    [`${UNHEARD} not-applicable`],
    [`${HEARD} pass`],
    [`${HEARD} not-applicable`, `${UNHEARD} not-applicable`],
    [],
    [],
  ]);
});

it('concludes nothing from the silence of a transport of somebody else', () => {
  const reports = [report('survey', 'theirs', '2025-11-25'), report('shared/a', 'theirs', '2025-11-25')];
  expect(addUnheard(reports, observers)).toEqual(reports);
});
