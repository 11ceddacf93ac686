/**
 * Valid JSON that looks like nobody's: keys in reverse, blanks between all tokens, escapes where none are needed, and
 * over HTTP newlines. Ids and codes keep their usual form, because they are compared as text by many clients.
 */
export function encodeOddly(document: unknown, oneLine: boolean): string {
  const gap = oneLine ? ' \t ' : '\n  ';
  const write = (value: unknown, key: string): string => {
    if (Array.isArray(value))
      return `[${gap}${value.map((item) => write(item, '')).join(`${gap},${gap}`)}${gap}]`;
    if (typeof value === 'object' && value !== null) {
      const members = Object.entries(value).toReversed();
      return `{${gap}${members.map(([name, item]) => `${escaped(name)} : ${write(item, name)}`).join(`${gap},`)}${gap}}`;
    }
    if (typeof value === 'string') return escaped(value);
    if (key === 'ttlMs') return `${value as number}.0e+0`;
    return JSON.stringify(value);
  };
  return ` ${write(document, '')} `;
}

/** Every second code unit as `\uXXXX`, surrogates included, and the optional escape of the slash. */
function escaped(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => {
    const unit = text.charAt(index);
    const code = text.charCodeAt(index);
    if (unit === '/') return '\\/';
    return index % 2 === 1 || code > 126 || code < 32
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : JSON.stringify(unit).slice(1, -1);
  });
  return `"${units.join('')}"`;
}
