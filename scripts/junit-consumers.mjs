// Reads our JUnit XML with two readers that others published and CI systems are fed by, and holds what they understood against the result.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

/** No dependencies of ours: nothing of theirs runs in a build. */
const READERS = ['junit2json@4.0.0', 'junit-to-ctrf@0.0.14'];
const SAMPLE = 'reports/samples/server-everything.json';

/** Installs the readers in the folder, which is new, and runs them there. Throws where one of them misses something. */
export function readJunitByOthers(folder) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n');
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', ...READERS], folder);
  const xml = join(folder, 'junit.xml');
  run('node', ['dist/harness/cli/main.js', 'report', SAMPLE, '--report', `junit=${xml}`], process.cwd());
  const script = `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { parse } from 'junit2json';
    import { convertJUnitToCTRFReport } from 'junit-to-ctrf';
    const json = await parse(readFileSync('junit.xml', 'utf8'));
    const ctrf = await convertJUnitToCTRFReport('junit.xml');
    writeFileSync('read.json', JSON.stringify({ json, ctrf }));`;
  run('node', ['--input-type=module', '--eval', script], folder);
  compare(JSON.parse(readFileSync(join(folder, 'read.json'), 'utf8')));
}

function compare({ json, ctrf }) {
  const { cases } = JSON.parse(readFileSync(SAMPLE, 'utf8'));
  const recommended = cases.flatMap(({ checks }) =>
    checks.filter(({ verdict, new: fresh, waivedBy }) => verdict === 'warn' && !fresh && waivedBy === null),
  ).length;
  const tests = json.testsuite.flatMap(({ testcase }) => testcase);
  const having = (outcome) => tests.filter((test) => test[outcome] !== undefined);
  assert.ok(recommended > 0 && json.failures > 0, 'the sample has nothing to look for');
  assert.deepEqual([json.tests, json.failures], [tests.length, having('failure').length]);
  assert.equal(new Set(tests.map(({ name }) => name)).size, tests.length, 'a name stands for two tests');
  const warned = having('skipped').filter(
    ({ skipped }) => skipped[0]?.message?.startsWith('warn, ') === true,
  );
  assert.equal(warned.length, recommended, 'a recommendation that was not followed is not shown');
  const { summary } = ctrf.results;
  assert.deepEqual(
    [summary.tests, summary.failed, summary.skipped],
    [tests.length, having('failure').length, having('skipped').length],
  );
  process.stdout.write(`JUnit XML: ${tests.length} tests, read alike by ${READERS.join(' and ')}\n`);
}
