// Writes the validators of harness/wire into dist/. Runs after tsc, whose output it uses.
import { mkdirSync, writeFileSync } from 'node:fs';
import { REVISIONS } from '../dist/adapters/revision.js';
import { compileContract } from '../dist/harness/wire/compile.js';

const folder = new URL('../dist/harness/wire/compiled/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const revision of REVISIONS) writeFileSync(new URL(`${revision}.js`, folder), compileContract(revision));
