/**
 * The page as a tree, made before it is known whether it becomes text (`toHtml`) or elements of a document (the script
 * of the page). Whatever a target said passes through here: text is made harmless on its way into the tree and escaped
 * on its way out, attributes are strings and never code, and an address leads to https or into the page, or nowhere.
 */
import { neutralise } from '../text/neutralise.js';

export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
}

export interface Text {
  readonly text: string;
}

export type Node = Element | Text;

/** What may stand inside an element; nothing is drawn for `undefined` and `false`. */
export type Child = Node | string | number | undefined | false | readonly Child[];

type Attributes = Readonly<Record<string, string | number | true | undefined | false>>;

/** `false` and `undefined` leave an attribute out, `true` sets it without a value. */
export function h(tag: string, attributes: Attributes = {}, ...children: Child[]): Element {
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    const text = value === true ? '' : String(value);
    const safe = name === 'href' ? toSafeAddress(text) : neutralise(text);
    if (safe !== undefined) set[name] = safe;
  }
  return { tag, attributes: set, children: children.flatMap(nodes) };
}

function nodes(child: Child): Node[] {
  if (child === undefined || child === false) return [];
  if (typeof child === 'string') return [{ text: neutralise(child) }];
  if (typeof child === 'number') return [{ text: String(child) }];
  return 'length' in child ? child.flatMap(nodes) : [child];
}

/** Text that keeps its lines, at most `max` characters of it. */
export const makeBlock = (text: string, max: number): Text => ({
  text: neutralise(text, { max, multiline: true }),
});

/** An address of the page itself, or an https address in its normal, ASCII form. */
export function toSafeAddress(text: string): string | undefined {
  if (/^#[\w/%&=.,+*~!'()-]*$/.test(text)) return text;
  try {
    const url = new URL(text);
    return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

const VOID = new Set(['meta', 'input', 'br', 'rect']);

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

export function toHtml(node: Node): string {
  if ('text' in node) return escaped(node.text);
  const attributes = Object.entries(node.attributes).map(
    ([name, value]) => ` ${name}${value === '' ? '' : `="${escaped(value)}"`}`,
  );
  const open = `<${node.tag}${attributes.join('')}>`;
  if (VOID.has(node.tag)) return node.tag === 'rect' ? `${open}</rect>` : open;
  return `${open}${node.children.map(toHtml).join('')}</${node.tag}>`;
}

/** Words for those who do not see the sign beside them. */
export const renderUnseen = (text: string): Element => h('span', { class: 'unseen' }, text);

/** Our own sentences mark what is code with backticks. */
export const renderProse = (text: string): Child[] =>
  neutralise(text, { max: 300 })
    .split('`')
    .map((part, index, all) =>
      index % 2 === 1 && index < all.length - 1 ? h('code', {}, part) : index % 2 === 1 ? `\`${part}` : part,
    );
