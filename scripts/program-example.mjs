// The example of "From a program" in the README, on a server that every installation has.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

const COMMAND = `['node', 'dist/server.js']`;
const SERVER = 'node_modules/mcp-transport-conformance/dist/containers/servers/reference/dual-era.js';

/** The text as it stands in the README, but for the server. Throws where the README has none. */
function programExample() {
  const section = readFileSync('README.md', 'utf8').split('\n## From a program\n')[1].split('\n## ')[0];
  const text = /```js\n([\s\S]*?)```/.exec(section)[1];
  if (!text.includes(COMMAND)) throw new Error('the example of the README runs another server');
  return text.replace(COMMAND, `['node', '${SERVER}', '--stdio']`);
}

/** Runs it in a project that has the package installed; throws unless the server conforms. */
export function runProgramExample(folder) {
  writeFileSync(join(folder, 'program.mjs'), programExample());
  run(process.execPath, ['program.mjs'], folder);
}
