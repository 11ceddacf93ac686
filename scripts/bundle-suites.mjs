// Bundles the scenarios of each folder, and the observers, into one file a folder. Runs after tsc, whose output it uses. To find
// and load some 300 files takes longer than a short run.
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { FOLDERS, getBundle, listIds } from '../dist/suites/files.js';

const root = fileURLToPath(new URL('../dist/suites/', import.meta.url));

for (const folder of FOLDERS) {
  const ids = listIds(folder);
  const outfile = join(root, `${getBundle(folder)}.js`);
  const imports = ids.map((id, index) => `import m${index} from './${id}.js';`);
  const members = ids.map((id, index) => `[${JSON.stringify(id)}, m${index}],`);
  await build({
    stdin: {
      contents: [...imports, 'export default [', ...members, '];'].join('\n'),
      resolveDir: root,
      sourcefile: `${folder}.js`,
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    plugins: [takeOnly(new Set(ids.map((id) => resolve(root, `${id}.js`))), dirname(outfile))],
    logLevel: 'warning',
  });
}

/** What others load too stays a file of its own, so that it is there once. */
function takeOnly(files, folder) {
  return {
    name: 'take only',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const file = resolve(resolveDir, path);
        if (files.has(file)) return { path: file };
        return { path: relative(folder, file).replaceAll(sep, '/'), external: true };
      });
    },
  };
}
