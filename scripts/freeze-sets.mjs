// Freezes a new version of each revision's set where checks were added, and prints what to pin. Never changes a version.
// `npm run sets -- --raise` is for a release that says so: it pins what it freezes, and makes the newest version the default.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { REVISIONS } from '../dist/adapters/revision.js';
import { freezeSetVersion, listSetMembers } from '../dist/harness/run/requirement-set.js';
import { computeCanonicalHash } from '../dist/reports/result/canonical.js';
import { loadObservers, loadScenarios } from '../dist/suites/index.js';
import { formatSetName, getSetFile } from '../dist/suites/requirements/sets/index.js';
import { PINNED } from '../dist/suites/requirements/sets/pinned.js';

const raise = process.argv.includes('--raise');
const pinnedFile = new URL('../suites/requirements/sets/pinned.ts', import.meta.url);

const [scenarios, observers] = await Promise.all([loadScenarios(), loadObservers()]);
for (const revision of REVISIONS) {
  const url = getSetFile(revision);
  const file = existsSync(url)
    ? JSON.parse(readFileSync(url, 'utf8'))
    : { revision, default: 1, versions: [] };
  const next = freezeSetVersion(file, listSetMembers(scenarios, observers, revision), PINNED);
  const newest = next.versions.at(-1);
  const pin = `  '${formatSetName(newest)}': '${computeCanonicalHash(newest)}',`;
  if (next === file)
    console.log(
      `${formatSetName(newest)} has every check that there is: ${newest.members.length} requirements`,
    );
  else if (raise) writeFileSync(pinnedFile, readFileSync(pinnedFile, 'utf8').replace('};', `${pin}\n};`));
  else console.log(`add to suites/requirements/sets/pinned.ts:\n${pin}`);
  const kept = raise ? { ...next, default: newest.version } : next;
  if (raise)
    console.log(`${formatSetName(newest)} is the default of ${revision}: ${sayChange(file, newest)}`);
  if (next !== file || kept.default !== file.default) writeFileSync(url, textOf(kept));
}

/** What the changelog of the release has to say: how many requirements count from now on, and which no longer do. */
function sayChange(file, newest) {
  const before = file.versions.find(({ version }) => version === file.default)?.members ?? [];
  const idsOf = (members) => new Set(members.map(({ id }) => id));
  const [was, is] = [idsOf(before), idsOf(newest.members)];
  const added = [...is].filter((id) => !was.has(id));
  const gone = [...was].filter((id) => !is.has(id));
  return `${added.length} more, ${gone.length} fewer\n  + ${added.join(', ') || 'none'}\n  - ${gone.join(', ') || 'none'}`;
}

/** A member a line, so that what a new version adds can be read. */
function textOf({ versions, ...file }) {
  const texts = versions.map(({ members, ...version }) => {
    const lines = members.map((member) => `        ${JSON.stringify(member)}`).join(',\n');
    return `    ${JSON.stringify(version).slice(0, -1)},"members":[\n${lines}\n      ]}`;
  });
  return `${JSON.stringify(file).slice(0, -1)},"versions":[\n${texts.join(',\n')}\n  ]}\n`;
}
