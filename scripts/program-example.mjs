// The first example of docs/program.md, on a server that every installation has.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

const COMMAND = `['node', 'dist/server.js']`;
const SERVER = 'node_modules/mcp-transport-conformance/dist/containers/servers/reference/dual-era.js';

/** The text as it stands on the page, but for the server. Throws where the page has none. */
function programExample() {
  const text = /```js[^\n]*\n([\s\S]*?)```/.exec(readFileSync('docs/program.md', 'utf8'))[1];
  if (!text.includes(COMMAND)) throw new Error('the example of docs/program.md runs another server');
  return text.replace(COMMAND, `['node', '${SERVER}', '--stdio']`);
}

/** Runs it in a project that has the package installed; throws unless the server conforms. */
export function runProgramExample(folder) {
  writeFileSync(join(folder, 'program.mjs'), programExample());
  run(process.execPath, ['program.mjs'], folder);
}
