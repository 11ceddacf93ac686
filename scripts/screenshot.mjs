// Makes the pictures of the documentation, after the build: of the recorded result its HTML report, its matrix on terminals of two widths
// and a site of it beside the gallery; and the end of a demo, which is run for it. Names make only some: html, terminal, site, demo.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launchChromium } from '../dist/reports/html/chromium.test.data.js';
import { format as matrix } from '../dist/reports/matrix/format.js';
import { wrapCommand, wrapText } from '../dist/reports/text/wrap.js';
import { pictureReport } from './report-picture.mjs';
import { drawTerminal } from './terminal-picture.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const samples = join(root, 'reports/samples');
const sample = join(samples, 'server-everything.json');
const mcptc = join(root, 'dist/harness/cli/main.js');
/** The first sign behind its colour. */
// oxlint-disable-next-line no-control-regex
const WARNING = /^(?:\u001b\[\d+m)*!/;
/** Columns before what a row of a finding says. */
const BEFORE = 12;
/** Bytes; a page is read on phones, too. */
const LIMIT = 300 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'mcptc-screenshot-'));
const browser = await launchChromium();
const kinds = { html: drawReport, terminal: drawMatrix, site: drawSite, demo: drawDemo };
const named = process.argv.slice(2);
try {
  for (const [name, draw] of Object.entries(kinds))
    if (named.length === 0 || named.includes(name)) await draw();
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

function drawReport() {
  return pictureReport(browser, {
    sample,
    folder,
    limit: LIMIT,
    pathOf: (scheme) => picture(`server-everything-${scheme}`),
  });
}

async function drawMatrix() {
  const result = JSON.parse(readFileSync(sample, 'utf8'));
  for (const columns of [80, 120]) {
    const blocks = matrix.render(result, { color: true, columns }).trim().split('\n\n');
    const warnings = blocks.find((block) => WARNING.test(block));
    const shown = [blocks[0], blocks[1], '…', warnings, '…', blocks.at(-1)];
    await drawText(shown.join('\n\n'), columns, `terminal-${columns}`);
  }
}

/** The sample beside what the gallery has found. */
async function drawSite() {
  const results = ['go', 'python', 'rust'].map((name) => join(root, `reports/gallery/${name}.json`));
  const site = join(folder, 'site');
  execFileSync(process.execPath, [mcptc, 'report', sample, ...results, '--report', `site=${site}`]);
  for (const [name, colorScheme, width] of [
    ['site-light', 'light', 1100],
    ['site-dark', 'dark', 1100],
    ['site-narrow', 'light', 360],
  ]) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 400 } });
    await page.goto(pathToFileURL(join(site, 'index.html')).href);
    await page.screenshot({ path: picture(name), fullPage: true });
    await page.close();
    checkSize(name);
  }
}

/** What it says of its third server: the figures, one finding, and what is to be done. */
async function drawDemo() {
  const columns = 120;
  const env = { ...process.env, FORCE_COLOR: '1' };
  const words = [mcptc, 'demo', '--quiet'];
  const said = execFileSync(process.execPath, words, { cwd: folder, env, encoding: 'utf8' });
  const blocks = said.slice(said.lastIndexOf('\nNow ')).trim().split('\n\n');
  const means = blocks.findIndex((block) => block.startsWith('What that means'));
  const shown = [...blocks.slice(0, 3), '…', ...blocks.slice(means)].join('\n\n');
  // What is printed into a pipe is broken as a terminal would have had it.
  const broken = shown.replace(
    /^(.*again.*? )(mcptc run .*)$/m,
    (_, before, command) => before + wrapCommand(command.split(' '), BEFORE, columns),
  );
  await drawText(wrapText(broken, columns), columns, 'demo');
}

async function drawText(text, columns, name) {
  await drawTerminal(browser, text, { columns, path: picture(name) });
  checkSize(name);
}

function picture(name) {
  return join(samples, `${name}.png`);
}

function checkSize(name) {
  const { size } = statSync(picture(name));
  console.log(`${name}: ${Math.ceil(size / 1024)} KiB`);
  if (size >= LIMIT) throw new Error(`${name} is larger than ${LIMIT / 1024} KiB`);
}
