/** Deletes entries from the YAML of a baseline and keeps the comments and values of the others. */
import { isNode, isSeq, visit, type Document, type Node } from 'yaml';

/**
 * Deletes entries of a baseline, by their places in it. What others refer to in them is written out there, and comments
 * that stand apart, before a blank line or below the last entry, stay.
 */
export function deleteEntries(document: Document, indexes: readonly number[]): void {
  const list = document.contents;
  if (!isSeq(list) || indexes.length === 0) return;
  const items = list.items as Node[];
  writeOut(
    document,
    indexes.map((index) => items[index]!),
  );
  // From the end, so that the places of those before stay.
  for (const index of indexes.toSorted((a, b) => b - a)) {
    const [gone] = items.splice(index, 1) as [Node];
    const above = apart(gone.commentBefore ?? '');
    const next = items[index];
    if (index === 0) document.commentBefore = joined(document.commentBefore, above);
    else if (next === undefined) document.comment = joined(above, document.comment);
    else if (above !== '') {
      next.commentBefore = `${above}\n${next.commentBefore ? `\n${next.commentBefore}` : ''}`;
      next.spaceBefore = true;
    }
    if (next === undefined) document.comment = joined(gone.comment, document.comment);
  }
  if (items[0] !== undefined) items[0].spaceBefore = false;
}

/** The part of a comment before its last blank line: it is not about what it stands above. */
function apart(comment: string): string {
  const end = comment.endsWith('\n') ? comment.length : Math.max(0, comment.lastIndexOf('\n\n'));
  return comment.slice(0, end).replace(/\n+$/, '');
}

const joined = (...comments: (string | null | undefined)[]): string | null => {
  const said = comments.filter((one) => one !== null && one !== undefined && one !== '');
  return said.length === 0 ? null : said.join('\n\n');
};

/** Puts a copy in the place of each alias that points into what is deleted. */
function writeOut(document: Document, deleted: readonly Node[]): void {
  const inside = new Set<unknown>();
  for (const one of deleted) visit(one, (_, node) => void inside.add(node));
  visit(document, {
    Alias(_, alias) {
      const source = inside.has(alias) ? undefined : alias.resolve(document);
      if (source === undefined || !inside.has(source)) return undefined;
      const copy = source.clone() as Node;
      visit(copy, (_, node) => {
        if (isNode(node) && 'anchor' in node) delete node.anchor;
      });
      copy.commentBefore = null;
      copy.comment = null;
      return copy;
    },
  });
}
