// `node scripts/name-repository.mjs OWNER/NAME`: says where this repository is published, wherever that has to be said. With --check, which
// runs before the package is published: fails while it is not said, because links of a package lead nowhere without it.
import { readFileSync, writeFileSync } from 'node:fs';

/** What stands in the place of the action's repository until there is one. */
const PLACE = 'OWNER/mcp-transport-conformance';
const PAGES = ['docs/ci.md', 'examples/ci/github-action.yml'];

const [name = ''] = process.argv.slice(2);
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
if (name === '--check') {
  const unsaid = PAGES.filter((file) => readFileSync(file, 'utf8').includes(PLACE));
  if (manifest.repository === undefined) unsaid.unshift('package.json');
  if (unsaid.length > 0) {
    console.error(
      `${unsaid.join(', ')}: the repository is not named; node scripts/name-repository.mjs OWNER/NAME`,
    );
    process.exitCode = 1;
  }
} else if (/^[\w-]+\/[\w.-]+$/.test(name)) {
  const page = `https://github.com/${name}`;
  const links = {
    homepage: `${page}#readme`,
    bugs: `${page}/issues`,
    repository: { type: 'git', url: `git+${page}.git` },
  };
  // Before the licence, where people look for them.
  const rows = Object.entries(manifest).filter(([key]) => !(key in links));
  rows.splice(
    rows.findIndex(([key]) => key === 'license'),
    0,
    ...Object.entries(links),
  );
  writeFileSync('package.json', `${JSON.stringify(Object.fromEntries(rows), null, 2)}\n`);
  for (const file of PAGES) writeFileSync(file, readFileSync(file, 'utf8').replaceAll(PLACE, name));
} else {
  console.error('usage: node scripts/name-repository.mjs OWNER/NAME | --check');
  process.exitCode = 2;
}
