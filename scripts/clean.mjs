// Removes the folders named on the command line: a stale file in dist/ would be tested and packed.
import { rmSync } from 'node:fs';

for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true });
