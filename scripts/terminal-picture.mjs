// Draws what a terminal shows as a picture: text with the colours of picocolors, in a window of so many columns.
import { escapeXml } from '../dist/reports/badge/svg.js';

/** The colours of a terminal on a dark ground, each read with a contrast of at least 4.5. */
const STYLES = {
  1: 'font-weight:bold',
  2: 'color:#9a9a9a',
  31: 'color:#ff7b72',
  32: 'color:#56d364',
  33: 'color:#e3b341',
  35: 'color:#d2a8ff',
  36: 'color:#76e3ea',
};
/** Ends what the others began. */
const ENDS = { 22: ['1', '2'], 39: ['31', '32', '33', '35', '36'] };

/** Takes the picture; `browser` is one of playwright-core. */
export async function drawTerminal(browser, text, { columns, path }) {
  const page = await browser.newPage({ deviceScaleFactor: 1 });
  await page.setContent(
    `<style>body{margin:0;background:#1b1b1b}pre{margin:0;padding:12px;width:${columns + 1}ch;color:#e6e6e6;` +
      `font:13px/1.4 'DejaVu Sans Mono',monospace;white-space:pre-wrap;overflow-wrap:anywhere;display:inline-block}</style>` +
      `<pre>${toHtml(text.trimEnd())}</pre>`,
  );
  await page.locator('pre').screenshot({ path });
  await page.close();
}

/** Text with colours as HTML. Throws for an escape that is none of those. */
function toHtml(text) {
  let open = [];
  return (
    text
      // oxlint-disable-next-line no-control-regex
      .split(/\u001b\[(\d+)m/)
      .map((piece, index) => {
        if (index % 2 === 1) {
          const ended = ENDS[piece];
          if (ended === undefined && STYLES[piece] === undefined)
            throw new Error(`no style is known for ${piece}`);
          open = ended === undefined ? [...open, piece] : open.filter((one) => !ended.includes(one));
          return '';
        }
        if (piece === '' || open.length === 0) return escapeXml(piece);
        return `<span style="${open.map((one) => STYLES[one]).join(';')}">${escapeXml(piece)}</span>`;
      })
      .join('')
  );
}
