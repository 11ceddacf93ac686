/** A prefix at a path border (`shared/tools`), or a glob in which `*` stays within a folder and `**` does not. */
export function matchesPattern(pattern: string, id: string): boolean {
  if (!pattern.includes('*'))
    return id === pattern || id.startsWith(pattern.endsWith('/') ? pattern : `${pattern}/`);
  // Ends of what matched so far, for all parts: a pattern may be somebody else's, and no number of stars takes long.
  let ends = new Set([0]);
  for (const part of pattern.split(/(\*\*|\*)/)) {
    const next = new Set<number>();
    if (part.startsWith('*')) {
      for (let at = 0, open = false; at <= id.length; at++) {
        open = ends.has(at) || (open && (part === '**' || id[at - 1] !== '/'));
        if (open) next.add(at);
      }
    } else {
      for (const end of ends) if (id.startsWith(part, end)) next.add(end + part.length);
    }
    ends = next;
  }
  return ends.has(id.length);
}
