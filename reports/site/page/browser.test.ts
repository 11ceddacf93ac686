import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { chromiumPath, launchChromium } from '../../html/chromium.test.data.js';
import type { TargetResult } from '../../format.js';
import { EVILS, makeHostile, makeWellFormed } from '../../hostile.test.data.js';
import { recorded } from '../../recorded.test.data.js';
import { format as site } from '../format.js';

/** With this set, as CI does, these tests fail without a browser, where they are skipped otherwise. */
const required = process.env['REQUIRE_BROWSER'] === '1';
const why = chromiumPath === undefined && !required ? ' (skipped: there is no Chromium on this machine)' : '';

(why === '' ? describe : describe.skip)(`the site in a browser${why}`, () => {
  let browser: Browser;
  let folder: string;
  let address: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mcptc-site-'));
    const hostile = makeWellFormed(makeHostile(60, 2_000));
    const targets: TargetResult[] = [
      { name: 'files', exitCode: 0, result: { ...recorded, run: { ...recorded.run, exitCode: 0 } } },
      { name: 'weather', exitCode: 1, result: recorded },
      { name: 'gone', exitCode: 2, problem: 'there is no such command' },
      ...EVILS.map((name) => ({ name, exitCode: 1, result: hostile })),
    ];
    for (const { name, text } of site.all!.files!(targets, { color: false }))
      writeFileSync(join(folder, name), text);
    address = pathToFileURL(join(folder, 'index.html')).href;
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(fragment = '', options = {}) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const seen: string[] = [];
    page.on('request', (request) => {
      const url = request.url().split('#')[0]!;
      if (url !== address && !url.startsWith('data:image/svg+xml')) seen.push(`request ${url}`);
    });
    page.on('pageerror', (error) => seen.push(`error ${error.message}`));
    page.on('console', (message) => seen.push(`console ${message.text()}`));
    await page.goto(`${address}${fragment}`);
    return { page, seen, close: () => context.close() };
  }

  it('is filtered by its address, and its address follows', async () => {
    const { page, seen, close } = await open('#outcome=undecided');
    const shown = page.locator('#servers tbody tr:visible');
    expect(await shown.count()).toBe(1);
    expect(await page.getByRole('status').textContent()).toBe(`1 of ${EVILS.length + 3} servers`);
    await page.locator('select[name=outcome]').selectOption('');
    await page.locator('input[type=search]').fill('weather');
    await page.waitForURL(/#text=weather$/);
    expect(await shown.count()).toBe(1);
    await page.locator('#servers a', { hasText: 'weather' }).click();
    await page.waitForURL(/weather\.html$/);
    expect(await page.locator('h1').textContent()).toContain(recorded.target.name);
    expect(seen.filter((one) => !one.endsWith('/weather.html'))).toEqual([]);
    await close();
  });

  it.each(['light', 'dark'])(
    'loads nothing, runs nothing of a target and fits 360 pixels: %s',
    async (colorScheme) => {
      const { page, seen, close } = await open('', { viewport: { width: 360, height: 740 }, colorScheme });
      await page.evaluate(() => {
        for (const one of document.querySelectorAll('details')) one.open = true;
      });
      expect(
        await page.evaluate(() => ({
          width: document.documentElement.scrollWidth,
          taken: (globalThis as { taken?: number }).taken,
          badges: [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0),
        })),
      ).toEqual({ width: 360, taken: undefined, badges: true });
      expect(seen).toEqual([]);
      await close();
    },
  );

  it('shows every server where no script runs', async () => {
    const { page, close } = await open('', { javaScriptEnabled: false });
    expect(await page.locator('#servers tbody tr').count()).toBe(EVILS.length + 3);
    expect(await page.locator('#filter').isVisible()).toBe(false);
    await close();
  });
});
