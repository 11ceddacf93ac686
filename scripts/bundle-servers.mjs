// Bundles the reference servers, in place. Runs after tsc, whose output it uses. Most conversations over stdio start a
// process, and loading an SDK file by file takes a third to a half of that start.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const { metafile } = await build({
  entryPoints: ['dual-era', 'legacy'].map((name) => `dist/containers/reference/${name}.js`),
  outdir: 'dist',
  outbase: 'dist',
  allowOverwrite: true,
  bundle: true,
  // What only one transport needs stays a file of its own, loaded where it is asked for. In the same folder, because
  // files of ours are reached by their distance from the module.
  splitting: true,
  chunkNames: 'containers/reference/bundled-[name]-[hash]',
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
const packages = new Set(
  Object.keys(metafile.inputs).flatMap(
    (file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [],
  ),
);
const notices = [...packages].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  return [
    `${name} ${version} (${license})`,
    ...files.map((file) => readFileSync(`${folder}/${file}`, 'utf8')),
  ];
});
writeFileSync('dist/containers/reference/LICENSES.txt', notices.flat().join('\n\n'));
