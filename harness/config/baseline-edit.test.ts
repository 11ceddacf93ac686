import { describe, expect, it } from '@jest/globals';
import { parseDocument } from 'yaml';
import { deleteEntries } from './baseline-edit.js';

function without(text: string, ...indexes: number[]): string {
  const document = parseDocument(text, { merge: true });
  deleteEntries(document, indexes);
  return document.toString({ lineWidth: 0 });
}

describe('deleting entries of a baseline', () => {
  const TEXT = `# head

# about the first
- a: 1

# section

# about the second
- a: 2
- a: 3
  b: 4
  # inside
# foot
`;

  it('keeps comments that stand apart', () => {
    expect(without(TEXT, 0)).toBe(
      '# head\n\n# section\n\n# about the second\n- a: 2\n- a: 3\n  b: 4\n  # inside\n  # foot\n',
    );
    expect(without(TEXT, 1)).toBe(
      '# head\n\n# about the first\n- a: 1\n\n# section\n\n- a: 3\n  b: 4\n  # inside\n  # foot\n',
    );
    expect(without(TEXT, 0, 1, 2)).toBe('# head\n\n[]\n\n# section\n\n# inside\n# foot\n');
    expect(without('- a: 1\n- a: 2\n\n# foot\n', 1)).toBe('- a: 1\n\n# foot\n');
  });

  it('keeps them however often', () => {
    const once = without(TEXT, 0);
    expect(without(once, 0)).toBe('# head\n\n# section\n\n- a: 3\n  b: 4\n  # inside\n  # foot\n');
  });

  it('begins with no blank line', () => {
    expect(without('- a: 1\n\n# about the second\n- a: 2\n', 0)).toBe('# about the second\n- a: 2\n');
  });

  it('writes out what others refer to', () => {
    expect(without('- a: &x one # why\n  b: &y { c: *x }\n- a: *x\n  b: *y\n- *x\n', 0)).toBe(
      '- a: one\n  b: { c: one }\n- one\n',
    );
    expect(without('- &x\n  a: 1\n- { <<: *x, b: 2 }\n', 0)).toBe('- { <<: { a: 1 }, b: 2 }\n');
    expect(without('- a: &x 1\n- a: *x\n- b: *x\n', 1)).toBe('- a: &x 1\n- b: *x\n');
  });
});
