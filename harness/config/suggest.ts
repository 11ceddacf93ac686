/** The candidates that somebody may have meant, closest first; at most `count`. */
function similar(word: string, candidates: Iterable<string>, count = 3): string[] {
  const wanted = word.toLowerCase();
  return [...candidates]
    .map((candidate) => ({ candidate, far: distance(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, far }) => far <= Math.max(2, Math.min(word.length, candidate.length) * 0.4))
    .sort((a, b) => a.far - b.far)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** ` Did you mean …?`, or what there is where nothing is close and there is little. */
export function formatHint(word: string, candidates: readonly string[]): string {
  const close = similar(word, candidates);
  if (close.length > 0) return `Did you mean ${close.join(' or ')}?`;
  return candidates.length <= 12 ? `There is ${candidates.join(', ')}.` : '`mcptc list` names them all.';
}

/** Levenshtein's distance; a part of a longer id counts as close. */
function distance(a: string, b: string): number {
  if (a.length >= 3 && b.includes(a)) return 1;
  if (Math.abs(a.length - b.length) > 40) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (b[j - 1] === a[i] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? Infinity;
}
