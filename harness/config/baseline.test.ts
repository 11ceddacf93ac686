import { describe, expect, it } from '@jest/globals';
import { parseBaseline } from './baseline.js';
import { UsageError } from './errors.js';

const ENTRY = 'reason: r, owner: o, issue: "https://example.org/1", expires: 2027-01-01';

describe('a baseline file', () => {
  it('is a list of entries, each with its place; dates and revisions are text', async () => {
    const text = `# known\n- { requirement: http.*, revision: 2025-11-25, ${ENTRY} }\n\n- { requirement: a.b, ${ENTRY} }\n`;
    const { entries } = await parseBaseline(text, 'known.yaml');
    expect(entries).toMatchObject([
      { requirement: 'http.*', revision: '2025-11-25', expires: '2027-01-01', at: 'known.yaml:2:3' },
      { requirement: 'a.b', at: 'known.yaml:4:3' },
    ]);
  });

  it.each(['', '# nothing is known\n', '[]'])('may be empty: %j', async (text) => {
    expect((await parseBaseline(text, 'known.yaml')).entries).toEqual([]);
  });

  it.each([
    ['- requirement: a.b\n', 'known.yaml:1:3', '`reason` is missing'],
    [
      `- { requirement: a.b, ${ENTRY.replace('2027-01-01', 'soon')} }`,
      'known.yaml:1:',
      'a day that there is, as YYYY-MM-DD',
    ],
    [`- { requirement: a.b, ${ENTRY.replace('https', 'gopher')} }`, 'known.yaml:1:', 'an absolute URL'],
    [`- requirement: a.b\n  { `, 'known.yaml:2:', ''],
    [`- { requirement: a.b, owners: x, ${ENTRY} }`, 'known.yaml:1:23', 'Did you mean owner?'],
    ['requirement: a.b\n', 'known.yaml:1:1', 'a list of known failures'],
  ])('with a mistake is refused with its place: %j', async (text, where, what) => {
    const error = await parseBaseline(text, 'known.yaml').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(where);
    expect((error as UsageError).message).toContain(what);
  });
});
