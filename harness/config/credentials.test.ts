import { describe, expect, it } from '@jest/globals';
import { findCredentials, findInUrl, hideUser, nameCredentials, nameSecrets } from './credentials.js';

describe('credentials in a command', () => {
  it.each([
    [
      ['--api-key', 'sk-abc'],
      ['--api-key', '${API_KEY}'],
    ],
    [['--apiKey=abcdef'], ['--apiKey=${API_KEY}']],
    [['X_TOKEN=abcdef'], ['X_TOKEN=${X_TOKEN}']],
    [
      ['-H', 'Authorization: Bearer abcdef'],
      ['-H', 'Authorization: Bearer ${AUTHORIZATION}'],
    ],
    [['ghp_abcdefghij0123456789'], ['${TOKEN}']],
    [['postgres://me:hidden@host/db'], ['postgres://me:${PASSWORD}@host/db']],
    [['https://h/mcp?api_key=a%20b%20c'], ['https://h/mcp?api_key=${API_KEY}']],
    [
      ['--token', 'first-one', '--token', 'another'],
      ['--token', '${TOKEN}', '--token', '${TOKEN_2}'],
    ],
  ])('%j', (words, shown) => {
    const found = findCredentials(words);
    const names = nameSecrets([...new Set(found.map(({ value }) => value))], found, {});
    expect(nameCredentials(words, names)).toEqual(shown);
  });

  it.each([
    ['--key', 'server.pem'],
    ['--auth', 'none'],
    ['--keep-alive', '5000'],
    ['--config=/home/me/a-long-name-of-a-folder/config.json'],
    ['node', 'dist/server-of-2026-with-a-long-name.js'],
    ['--author', 'somebody'],
    ['http://127.0.0.1:3000/mcp?page=2'],
    ['--api-key', '${API_KEY}'],
  ])('leaves %s %s as it is', (...words) => {
    const values = findCredentials(words).map(({ value }) => value);
    expect(values.filter((value) => !value.startsWith('${'))).toEqual([]);
  });

  it('takes the variable that holds a value already', () => {
    const found = findCredentials(['--api-key', 'sk-abc']);
    expect(nameSecrets(['sk-abc'], found, { MINE: 'sk-abc' })).toEqual([{ value: 'sk-abc', name: 'MINE' }]);
  });

  it('finds a part of a path that is a token, and hides who logs in', () => {
    const token = 'Ab1CdEfGhIjKlMnOpQrStUv12';
    expect(findInUrl(`https://h/s/${token}/mcp`)).toEqual([{ value: token, name: 'TOKEN' }]);
    expect(hideUser('got ftp://me:hidden@host/x')).toBe('got ftp://[redacted]@host/x');
    expect(hideUser('me:hidden@host/x is no URL')).toBe('[redacted]@host/x is no URL');
  });
});
