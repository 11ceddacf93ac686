// Takes pictures of the HTML report of a recorded result, light and dark: one red cell, with a finding of it open.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format as html } from '../dist/reports/html/format.js';

/** Pixels; what is below is more of the same transcript. */
const MAX_HEIGHT = 1900;
/** As somebody sees it who clicked on its figure. */
const CELL = '#verdict=fail&transport=streamable-http&revision=2025-11-25&counted=yes';

/** Takes both pictures of the first row that is small enough in both. Throws where none is. */
export async function pictureReport(browser, { sample, folder, limit, pathOf }) {
  const report = join(folder, 'report.html');
  writeFileSync(report, html.render(JSON.parse(readFileSync(sample, 'utf8')), { color: false }));
  const address = pathToFileURL(report).href + CELL;
  for (let row = 0; ; row++) {
    const sizes = [];
    for (const colorScheme of ['light', 'dark']) {
      const path = pathOf(colorScheme);
      if (!(await take(browser, address, { colorScheme, path, row })))
        throw new Error(`every picture is larger than ${limit / 1024} KiB`);
      sizes.push(statSync(path).size);
    }
    console.log(`row ${row}: ${sizes.map((size) => `${Math.ceil(size / 1024)} KiB`).join(', ')}`);
    if (sizes.every((size) => size < limit)) return;
  }
}

/** Takes the picture with this row open; returns whether there is one. */
async function take(browser, address, { colorScheme, path, row }) {
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
    path,
    fullPage: true,
    clip: { x: 0, y: 0, width: 1100, height: Math.min(MAX_HEIGHT, Math.ceil(y + height + 24)) },
  });
  await context.close();
  return true;
}
