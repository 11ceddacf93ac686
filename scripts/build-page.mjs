// Makes the script and the style of the HTML report and of the site, one file each, into dist/. They stand inside the pages.
import { build } from 'esbuild';

const shared = {
  minify: true,
  // Browsers of the last years.
  target: ['chrome111', 'firefox113', 'safari16.4'],
  charset: 'ascii',
  logLevel: 'warning',
};

for (const [folder, name] of [
  ['html', 'page'],
  ['site', 'site'],
]) {
  const outdir = `dist/reports/${folder}`;
  await build({
    ...shared,
    entryPoints: { [name]: `reports/${folder}/page/main.ts` },
    outdir,
    bundle: true,
    format: 'iife',
    legalComments: 'none',
  });
  await build({
    ...shared,
    entryPoints: { [name]: `reports/${folder}/page/style.css` },
    outdir,
    bundle: true,
  });
}
