import { SaxesParser } from 'saxes';

/** An element as a reader that is strict has understood it. */
export interface XmlNode {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
  text: string;
}

/** Reads a document; throws what is not well-formed, as a CI system would refuse it. */
export function readXml(document: string): XmlNode {
  const root: XmlNode = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  const add = (text: string): void => {
    open.at(-1)!.text += text;
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const node: XmlNode = { name, attributes: { ...attributes }, children: [], text: '' };
    open.at(-1)!.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', add);
  parser.on('cdata', add);
  parser.write(document).close();
  return root.children[0]!;
}

export function* listNodes(node: XmlNode): Iterable<XmlNode> {
  yield node;
  for (const child of node.children) yield* listNodes(child);
}
