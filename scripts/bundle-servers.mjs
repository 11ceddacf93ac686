// Bundles the reference servers, in place. Runs after tsc, whose output it uses. Most conversations over stdio start a
// process, and loading an SDK file by file takes a third to a half of that start.
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { noticesOf } from './notices.mjs';

const { metafile } = await build({
  entryPoints: ['reference/dual-era', 'reference/legacy', 'demo/weather'].map(
    (name) => `dist/containers/servers/${name}.js`,
  ),
  outdir: 'dist',
  outbase: 'dist',
  allowOverwrite: true,
  bundle: true,
  // What only one transport needs stays a file of its own, loaded where it is asked for. In the same folder, because
  // files of ours are reached by their distance from the module.
  splitting: true,
  chunkNames: 'containers/servers/reference/bundled-[name]-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Named imports of CommonJS by `import()` are lost in a bundle.
  external: ['ws', '@grpc/grpc-js', 'protobufjs', 'ajv', 'ajv-formats'],
  // CommonJS inside asks for the modules of Node in its own way.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
});

// Whoever gets the package gets what these packages want to be said with them.
writeFileSync('dist/containers/servers/reference/LICENSES.txt', noticesOf(metafile));
