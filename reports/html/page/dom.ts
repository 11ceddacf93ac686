/** Makes DOM elements from the tree that the views describe, and finds elements of the page by their id. */
import type { Node as Tree } from '../markup.js';

const SVG = new Set(['svg', 'rect']);

/** Makes elements of a tree. Text becomes text and attributes become attributes; nothing is parsed. */
export function toDom(tree: Tree): Node {
  if ('text' in tree) return document.createTextNode(tree.text);
  const element = SVG.has(tree.tag)
    ? document.createElementNS('http://www.w3.org/2000/svg', tree.tag)
    : document.createElement(tree.tag);
  for (const [name, value] of Object.entries(tree.attributes)) element.setAttribute(name, value);
  element.append(...tree.children.map(toDom));
  return element;
}

/** An element that the page is known to have. */
export function findById(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}
