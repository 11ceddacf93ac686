// Freezes a new version of each revision's set where checks were added, and prints what to pin. Never changes a version.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { REVISIONS } from '../dist/adapters/revision.js';
import { freezeSetVersion, listSetMembers } from '../dist/harness/run/requirement-set.js';
import { computeCanonicalHash } from '../dist/reports/result/canonical.js';
import { loadObservers, loadScenarios } from '../dist/suites/index.js';
import { formatSetName, getSetFile } from '../dist/suites/requirements/sets/index.js';
import { PINNED } from '../dist/suites/requirements/sets/pinned.js';

const [scenarios, observers] = await Promise.all([loadScenarios(), loadObservers()]);
for (const revision of REVISIONS) {
  const url = getSetFile(revision);
  const file = existsSync(url)
    ? JSON.parse(readFileSync(url, 'utf8'))
    : { revision, default: 1, versions: [] };
  const next = freezeSetVersion(file, listSetMembers(scenarios, observers, revision), PINNED);
  const newest = next.versions.at(-1);
  if (next === file) {
    console.log(
      `${formatSetName(newest)} has every check that there is: ${newest.members.length} requirements`,
    );
    continue;
  }
  writeFileSync(url, textOf(next));
  console.log(
    `add to suites/requirements/sets/pinned.ts:\n  '${formatSetName(newest)}': '${computeCanonicalHash(newest)}',`,
  );
}

/** A member a line, so that what a new version adds can be read. */
function textOf({ versions, ...file }) {
  const texts = versions.map(({ members, ...version }) => {
    const lines = members.map((member) => `        ${JSON.stringify(member)}`).join(',\n');
    return `    ${JSON.stringify(version).slice(0, -1)},"members":[\n${lines}\n      ]}`;
  });
  return `${JSON.stringify(file).slice(0, -1)},"versions":[\n${texts.join(',\n')}\n  ]}\n`;
}
