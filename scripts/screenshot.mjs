// Makes the README's pictures of the HTML report from the recorded result. Runs after the build.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChromium } from '../dist/reports/html/chromium.test.data.js';
import { format as html } from '../dist/reports/html/format.js';

const samples = new URL('../reports/samples/', import.meta.url);
/** Bytes; a README is read on phones, too. */
const LIMIT = 300 * 1024;
/** Pixels; what is below is more of the same transcript. */
const MAX_HEIGHT = 1900;
/** One red cell, as somebody sees it who clicked on its figure. */
const CELL = '#verdict=fail&transport=streamable-http&revision=2025-11-25&counted=yes';

const folder = mkdtempSync(join(tmpdir(), 'mcptc-screenshot-'));
const browser = await launchChromium();
try {
  const result = JSON.parse(readFileSync(new URL('server-everything.json', samples), 'utf8'));
  const page = join(folder, 'report.html');
  writeFileSync(page, html.render(result, { color: false }));
  const address = pathToFileURL(page).href + CELL;
  if (!(await takeAny(address))) throw new Error('every picture is larger than 300 KiB');
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Takes both pictures of the first row that is small enough in both. */
async function takeAny(address) {
  for (let row = 0; ; row++) {
    const sizes = [];
    for (const colorScheme of ['light', 'dark']) {
      const picture = new URL(`server-everything-${colorScheme}.png`, samples);
      if (!(await take(address, { colorScheme, path: picture, row }))) return false;
      sizes.push(statSync(picture).size);
    }
    console.log(`row ${row}: ${sizes.map((size) => `${Math.ceil(size / 1024)} KiB`).join(', ')}`);
    if (sizes.every((size) => size < LIMIT)) return true;
  }
}

/** Takes the picture with this row open; returns whether there is one. */
async function take(address, { colorScheme, path, row }) {
  const context = await browser.newContext({
    colorScheme,
    // As high as what is shown: rows that are out of sight are not laid out.
    viewport: { width: 1100, height: 1600 },
  });
  const page = await context.newPage();
  await page.goto(address);
  await page.locator('ol.rows > li').first().waitFor();
  if (row >= (await page.locator('ol.rows > li').count())) return false;
  await page.locator('ol.rows > li').nth(row).locator('summary').first().click();
  await page.locator('.transcript .cited').first().waitFor();
  const { y, height } = await page.locator('ol.rows').boundingBox();
  await page.evaluate(() => document.activeElement?.blur());
  await page.mouse.move(0, 0);
  await page.screenshot({
    path: path.pathname,
    fullPage: true,
    clip: { x: 0, y: 0, width: 1100, height: Math.min(MAX_HEIGHT, Math.ceil(y + height + 24)) },
  });
  await context.close();
  return true;
}
