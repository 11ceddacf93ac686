/** As many items as a reader takes in, a line each; of the rest only how many there are. */
export function formatLines<T>(
  items: readonly T[],
  max: number,
  line: (item: T) => string,
  more: (count: number) => string = (count) => `… and ${count} more`,
): string[] {
  const lines = items.slice(0, max).map(line);
  return items.length > max ? [...lines, more(items.length - max)] : lines;
}
