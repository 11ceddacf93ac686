// Writes the build contexts of the images of the reference servers: dist/images/NAME/ has all that its Dockerfile
// copies, so that no build of an image needs a network. Runs after tsc, whose output it uses, and before
// bundle-servers.mjs, which overwrites that output.
import { chmodSync, cpSync, readdirSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { noticesOf } from './notices.mjs';

for (const name of ['dual-era', 'legacy', 'google']) await writeContext(name);

async function writeContext(name) {
  const context = `dist/images/${name}`;
  const app = `${context}/app`;
  const { metafile } = await build({
    entryPoints: [`dist/containers/servers/reference/${name}.js`],
    // As deep as in the package, because files of ours are reached by their distance from the module.
    outfile: `${app}/dist/containers/servers/reference/${name}.mjs`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Names stay, for the sake of stack traces.
    minifyWhitespace: true,
    minifySyntax: true,
    // `ws` looks for these and does without.
    external: ['bufferutil', 'utf-8-validate'],
    // CommonJS inside asks for the modules of Node in its own way.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
  const protos = readdirSync('proto').filter((file) => file.endsWith('.proto'));
  for (const file of protos) cpSync(`proto/${file}`, `${app}/proto/${file}`);
  cpSync('LICENSE', `${app}/LICENSE`);
  writeFileSync(`${app}/LICENSES.txt`, noticesOf(metafile));
  cpSync(`containers/images/${name}/Dockerfile`, `${context}/Dockerfile`);
  readableByAll(context);
}

/** COPY keeps modes, and the user of the image owns nothing of what was copied. */
function readableByAll(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) readableByAll(path);
    else chmodSync(path, 0o644);
  }
}
