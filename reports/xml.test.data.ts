/**
 * A reader of XML for tests, strict where a CI system would be: what is not well-formed throws. No parser is among the
 * dependencies, and what the writer makes needs no more than this: elements, attributes, text, CDATA.
 */
export interface XmlNode {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
  text: string;
}

/** What XML 1.0 allows as a character at all. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const TOKEN =
  /<\?xml [^?]*\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const ENTITY: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decoded = (text: string): string =>
  text.replaceAll(/&([^;]*);?/g, (whole, name: string) => {
    const character = /^#x?[\da-fA-F]+$/.test(name)
      ? String.fromCodePoint(name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)))
      : ENTITY[name];
    if (character === undefined || !whole.endsWith(';')) throw new Error(`not well-formed: ${whole}`);
    return character;
  });

export function readXml(document: string): XmlNode {
  const bad = FORBIDDEN.exec(document);
  if (bad !== null) throw new Error(`not a character of XML at ${bad.index}`);
  const root: XmlNode = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let at = 0;
  for (const match of document.matchAll(TOKEN)) {
    const [whole, cdata, closes, name, attributes = '', empty, text] = match;
    at += whole.length;
    const parent = open.at(-1) as XmlNode;
    if (cdata !== undefined) parent.text += cdata;
    else if (text !== undefined) {
      if (text.includes(']]>')) throw new Error('not well-formed: ]]> in a text');
      parent.text += decoded(text);
    } else if (name !== undefined && closes === '/') {
      if (parent.name !== name) throw new Error(`not well-formed: </${name}> within <${parent.name}>`);
      open.pop();
    } else if (name !== undefined) {
      const node: XmlNode = { name, attributes: {}, children: [], text: '' };
      for (const [, key = '', value = ''] of attributes.matchAll(/([\w:-]+)="([^"]*)"/g)) {
        if (Object.hasOwn(node.attributes, key)) throw new Error(`not well-formed: ${key} is there twice`);
        node.attributes[key] = decoded(value);
      }
      parent.children.push(node);
      if (empty !== '/') open.push(node);
    }
  }
  const [only] = root.children;
  if (at !== document.length || open.length !== 1 || root.children.length !== 1 || only === undefined) {
    throw new Error(`not well-formed at ${at}`);
  }
  return only;
}

export function* allNodes(node: XmlNode): Iterable<XmlNode> {
  yield node;
  for (const child of node.children) yield* allNodes(child);
}
