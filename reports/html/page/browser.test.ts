import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type * as axeModule from 'axe-core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromiumPath, launchChromium } from '../chromium.test.data.js';
import { EVIL, makeHostile } from '../../hostile.test.data.js';
import { compareResults } from '../../result/compare.js';
import { format as html } from '../format.js';
import { recorded } from '../../recorded.test.data.js';
import type { Result } from '../../result/result.js';

/** With this set, as CI does, these tests fail without a browser, where they are skipped otherwise. */
const required = process.env['REQUIRE_BROWSER'] === '1';
const why = chromiumPath === undefined && !required ? ' (skipped: there is no Chromium on this machine)' : '';

(why === '' ? describe : describe.skip)(`the page in a browser${why}`, () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mcptc-page-'));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A file of its own for each text, because that is how a report is looked at. */
  const fileOf = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return pathToFileURL(file).href;
  };

  const written = (name: string, result: Result): string =>
    fileOf(name, html.render(result, { color: false }));

  /** Opens a page and counts everything that must not happen in it. */
  async function open(address: string, options: BrowserContextOptions = {}): Promise<Opened> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const seen: string[] = [];
    page.on('dialog', (dialog) => {
      seen.push('dialog');
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== address.split('#')[0]) seen.push(`request ${request.url()}`);
    });
    page.on('pageerror', (error) => seen.push(`error ${error.message}`));
    page.on('console', (message) => seen.push(`console ${message.text()}`));
    await page.goto(address);
    return { page, seen, close: () => context.close() };
  }

  interface Opened {
    page: Page;
    seen: string[];
    close: () => Promise<void>;
  }

  const rows = (page: Page) => page.locator('ol.rows > li');
  const status = (page: Page) => page.getByRole('status');

  const openRows = (page: Page, count: number) =>
    page.evaluate((most) => {
      const all = [...document.querySelectorAll<HTMLElement>('ol.rows > li > details > summary')];
      for (const summary of all.slice(0, most)) summary.click();
    }, count);

  /** Presses Tab until something has the focus. */
  async function tabTo(page: Page, selector: string): Promise<void> {
    for (let pressed = 0; pressed < 60; pressed += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    }
    throw new Error(`Tab does not reach ${selector}`);
  }

  it('is filtered, opened and read by keyboard alone, and its address follows', async () => {
    const { page, seen, close } = await open(written('recorded.html', recorded));
    await tabTo(page, 'a.figure.fail');
    const wanted = await page.evaluate(() => document.activeElement?.getAttribute('title'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/counted=yes/);
    expect(wanted).toMatch(/^2 fail$/);
    expect(await status(page).textContent()).toMatch(/^2 requirements in /);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('findings');

    await tabTo(page, 'input[type=search]');
    await page.keyboard.type('batch');
    await page.waitForURL(/text=batch/);
    expect(await status(page).textContent()).toMatch(/^1 requirement in /);
    await tabTo(page, 'ol.rows summary');
    const opened = rows(page).first().locator('details').first();
    if (!(await opened.evaluate((one) => (one as HTMLDetailsElement).open)))
      await page.keyboard.press('Enter');
    const detail = rows(page).first().locator('.detail');
    await detail.waitFor();
    expect(await detail.textContent()).toContain('mcptc run --case stdio/2025-03-26/shared/messages/batch');
    expect(await detail.locator('tr.cited').count()).toBeGreaterThan(0);

    await tabTo(page, 'button.copy');
    await page.keyboard.press('Enter');
    await page.getByText('The command was copied.').waitFor({ state: 'attached' });

    const address = page.url();
    const again = await open(address);
    expect(await status(again.page).textContent()).toBe(await status(page).textContent());
    expect(await again.page.locator('input[type=search]').inputValue()).toBe('batch');
    await page.goBack();
    await page.waitForURL((url) => url.hash === '');
    expect(await page.locator('input[type=search]').inputValue()).toBe('');
    expect([...seen, ...again.seen]).toEqual([]);
    await close();
    await again.close();
  });

  it('has nothing that axe finds serious, in light and in dark, and axe would find it', async () => {
    const address = written('axe.html', everyKind);
    // The page runs no script but its own; what tests it has to come from outside of that rule.
    const { page, close } = await open(`${address}#verdict=any`, { bypassCSP: true, colorScheme: 'light' });
    await rows(page).first().locator('summary').first().click();
    await page.locator('.transcript').first().waitFor();
    await page.evaluate(axe.source);
    expect(await seriousIn(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    // Nothing but the colours is another.
    expect(await seriousIn(page, ['color-contrast'])).toEqual([]);
    await page.evaluate(() => {
      const select = document.createElement('select');
      document.querySelector('#findings h2')?.append(select);
      document.querySelector<HTMLElement>('.legend')!.style.color = '#777';
    });
    expect(await seriousIn(page, ['color-contrast', 'select-name'])).toEqual([
      'color-contrast',
      'select-name',
    ]);
    await close();
  });

  /** Something of each kind that the page can show. axe takes seconds for a thousand rows, and finds no more in them. */
  const everyKind: Result = {
    ...recorded,
    run: { ...recorded.run, loosened: ['insecure'] },
    target: {
      ...recorded.target,
      transports: {
        ...recorded.target.transports,
        grpc: { revisions: [], custom: true, again: ['--', 'x'], reason: 'it is not there' },
      },
    },
    cases: recorded.cases
      .filter(({ checks }, index) => checks.some(({ verdict }) => verdict === 'fail') || index % 60 === 0)
      .map((one, index) => ({
        ...one,
        ...(index === 1 ? { status: 'error' as const, reason: 'ours', checks: [] } : {}),
        ...(index === 2 ? { checks: one.checks.map((check) => ({ ...check, waivedBy: 'owner' })) } : {}),
      })),
  };

  async function seriousIn(page: Page, rules?: string[]): Promise<string[]> {
    const { violations } = await page.evaluate(async (only) => {
      const { axe } = globalThis as unknown as { axe: typeof axeModule };
      return axe.run({ resultTypes: ['violations'], ...(only === undefined ? {} : { runOnly: only }) });
    }, rules);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id }) => id);
  }

  it('draws 10,000 hostile checks, and runs and asks for nothing', async () => {
    const { page, seen, close } = await open(written('hostile.html', makeHostile(10_000)));
    await rows(page).first().waitFor();
    expect(await status(page).textContent()).toMatch(/^400 requirements in \d+ of \d+ checks$/);

    await openRows(page, 12);
    await page.locator('input[type=search]').fill(EVIL.slice(0, 40));
    await page.waitForURL(/text=/);
    await page.evaluate(() => {
      for (const button of document.querySelectorAll('button')) button.click();
      for (const link of [...document.querySelectorAll<HTMLElement>('a[href^="#"]')].slice(0, 5))
        link.click();
    });
    const drawn = await page.evaluate(() => ({
      taken: (globalThis as { taken?: number }).taken,
      elements: document.querySelectorAll('img, iframe, object, form:not(.filter), script:not([id])').length,
      handlers: [...document.querySelectorAll('*')].filter((one) =>
        one.getAttributeNames().some((name) => name.startsWith('on')),
      ).length,
      links: [...document.links].filter(({ protocol }) => !['https:', 'file:'].includes(protocol)).length,
      // oxlint-disable-next-line no-control-regex
      hidden: /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/.test(
        document.body.innerText.replaceAll('\t', ''),
      ),
    }));
    expect(drawn).toEqual({ taken: undefined, elements: 1, handlers: 0, links: 0, hidden: false });
    expect(seen).toEqual([]);
    await close();
  });

  it('would notice if it did', async () => {
    const { page, seen, close } = await open(fileOf('trap.html', `<!doctype html><p>${EVIL}`));
    await page.waitForFunction(() => (globalThis as { taken?: number }).taken === 1);
    expect(seen).toEqual(expect.arrayContaining(['dialog', 'request https://evil.example/x']));
    await close();
  });

  it.each([
    ['recorded', recorded],
    ['hostile', makeHostile(200, 10_000)],
  ])('is not scrolled sideways on 360 pixels: %s', async (name, result) => {
    const { page, close } = await open(written(`${name}-narrow.html`, result), {
      viewport: { width: 360, height: 740 },
    });
    await openRows(page, 10);
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await width()).toBe(360);
    await page.evaluate(() => (document.querySelector('h1')!.style.width = '400px'));
    expect(await width()).toBeGreaterThan(360);
    await close();
  });

  it.each([360, 800, 1100, 1400])('cuts off no word of its controls on %i pixels', async (width) => {
    const address = written('controls.html', recorded);
    const { page, close } = await open(address, { viewport: { width, height: 900 } });
    await rows(page).first().waitFor();
    const short = await page.evaluate(() => {
      const pen = document.createElement('canvas').getContext('2d')!;
      /** Pixels of the frame, the padding and the mark that opens a list. */
      const frame = 40;
      return [
        ...document.querySelectorAll<HTMLSelectElement | HTMLInputElement>('.choices label > *:last-child'),
      ]
        .map((control) => ({
          control,
          text: 'placeholder' in control ? control.placeholder : (control.options[0]?.text ?? ''),
        }))
        .filter(({ control, text }) => {
          pen.font = getComputedStyle(control).font;
          return text === '' || pen.measureText(text).width + frame > control.offsetWidth;
        })
        .map(({ control, text }) => `${text}: ${control.offsetWidth}`);
    });
    expect(short).toEqual([]);
    expect(await page.locator('.unit').textContent()).toContain('Checks');
    await close();
  });

  it('shows what changed, draws the list beside it, and leads from one to the other', async () => {
    const old = {
      ...recorded,
      cases: recorded.cases.map((one) => ({
        ...one,
        checks: one.checks.map((check) => ({ ...check, verdict: 'pass' as const })),
      })),
    };
    const text = html.render(recorded, { color: false, comparison: compareResults(recorded, old) });
    const { page, close } = await open(`${fileOf('changes.html', text)}#changes`);
    await rows(page).first().waitFor();
    const changes = page.locator('#changes tbody tr');
    const broken = changes.filter({ hasText: 'http.session-ended-not-found' });
    expect(await broken.first().textContent()).toContain('pass → fail');
    await broken.locator('a').first().click();
    await page.waitForURL(/requirement=http\.session-ended-not-found/);
    expect(await rows(page).count()).toBe(1);
    await close();
  });

  it('prints what is filtered, opened, and says the same without a script', async () => {
    const address = written('print.html', recorded);
    const { page, close } = await open(`${address}#verdict=fail`);
    await page.evaluate(() => globalThis.dispatchEvent(new Event('beforeprint')));
    const count = await rows(page).count();
    expect(count).toBe(
      recorded.cases.flatMap(({ checks }) => checks).filter(({ verdict }) => verdict === 'fail').length,
    );
    expect(await page.locator('ol.rows > li > details[open] > .detail').count()).toBe(count);
    await close();

    const without = await open(address, { javaScriptEnabled: false });
    expect(await rows(without.page).first().textContent()).toContain('received');
    expect(await without.page.getByRole('table').first().textContent()).toContain('streamable-http');
    await without.close();
  });
});
