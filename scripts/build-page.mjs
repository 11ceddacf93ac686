// Makes the script and the style of the HTML report, one file each, into dist/. They stand inside the page.
import { build } from 'esbuild';

await build({
  entryPoints: { page: 'reports/html/page/main.ts' },
  outdir: 'dist/reports/html',
  bundle: true,
  minify: true,
  format: 'iife',
  // Browsers of the last years.
  target: ['chrome111', 'firefox113', 'safari16.4'],
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
});
await build({
  entryPoints: { page: 'reports/html/page/style.css' },
  outdir: 'dist/reports/html',
  minify: true,
  target: ['chrome111', 'firefox113', 'safari16.4'],
  charset: 'ascii',
  logLevel: 'warning',
});
