/** Draws a badge as an SVG image that carries its facts as metadata. */
import type { BadgeFacts } from './facts.js';
import { DRAWING, makePhrases } from './message.js';

const WHITE = '#fff';
const HEIGHT = 20;
/** Of the text, left and right of it, in pixels. */
const PADDING = 7;

/** A badge as an image, with its facts inside. Everything in it is escaped, and nothing in it is loaded from elsewhere. */
export function renderSvg(facts: BadgeFacts, drawing = DRAWING): string {
  const { label, message, color, ink, title } = makePhrases(facts, drawing);
  const [left, right] = [widthOf(label), widthOf(message)];
  const [first, second] = [left + 2 * PADDING, right + 2 * PADDING];
  const width = first + second;
  const text = (words: string, x: number, length: number, fill = WHITE): string =>
    `<text x="${x}" y="14"${fill === WHITE ? '' : ` fill="${fill}"`} textLength="${length}" lengthAdjust="spacingAndGlyphs">${escapeXml(words)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${escapeXml(`${label}: ${message}`)}">
<title>${escapeXml(title)}</title>
<metadata id="mcptc" data-drawing="${drawing}">${escapeXml(ascii(facts))}</metadata>
<clipPath id="r"><rect width="${width}" height="${HEIGHT}" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="${first}" height="${HEIGHT}" fill="#444"/><rect x="${first}" width="${second}" height="${HEIGHT}" fill="${color}"/></g>
<g fill="${WHITE}" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">${text(label, PADDING, left)}${text(message, first + PADDING, right, ink)}</g>
</svg>
`;
}

/** What XML 1.0 gives a meaning to. Characters that it has no room for were made visible before (`neutral`). */
export const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

export const unescapeXml = (text: string): string =>
  text
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');

/** JSON that any encoding and any XML reader leaves alone. */
const ascii = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Pixels of a text in Verdana 11, near enough: `textLength` makes a viewer with another font keep to it. */
const widthOf = (text: string): number =>
  Math.round(Array.from(text, advanceOf).reduce((sum, advance) => sum + advance, 0));

function advanceOf(character: string): number {
  if (/[ijlI.,:;|!'()\s·-]/.test(character)) return 4.4;
  if (/[mwMW✔✘]/.test(character)) return 10;
  if (/[A-Z]/.test(character)) return 7.8;
  return character.codePointAt(0)! > 0x2e80 ? 11 : 6.8;
}
