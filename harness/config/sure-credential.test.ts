import { describe, expect, it } from '@jest/globals';
import { readCredential } from './sure-credential.js';

describe('what is surely a credential', () => {
  it.each([
    ['API_KEY', 'k-4711-abc', 'k-4711-abc'],
    ['GITHUB_TOKEN', 'ghp_a1b2c3d4', 'ghp_a1b2c3d4'],
    ['x-api-key', 'k4711abc', 'k4711abc'],
    ['DB_PASSWORD', 'hunter2hunter2', 'hunter2hunter2'],
    ['clientSecret', 'hunter2hunter2', 'hunter2hunter2'],
    ['authorization', 'Bearer abc-4711-def', 'abc-4711-def'],
    ['Authorization', 'abc-4711-def', 'abc-4711-def'],
  ])('%s: %s', (name, value, credential) => {
    expect(readCredential(name, value)).toBe(credential);
  });

  it.each([
    ['LOG_LEVEL', 'debug4711debug'],
    ['MONKEY', 'george-4711'],
    ['MAX_TOKENS', 'a4711b4711'],
    ['PUBLIC_KEY', 'a4711b4711'],
    ['API_KEY', 'not-needed'],
    ['API_KEY', '1234567890'],
    ['API_KEY', 'k4711'],
    ['SSH_KEY', '/home/me/.ssh/id_ed25519'],
    ['AUTH_TOKEN', 'https://example.com/4711'],
    ['TLS_KEY', '-----BEGIN KEY-----\nabc4711'],
    ['API_KEY_FILE', 'abc-4711-def'],
  ])('%s: %s may be something else', (name, value) => {
    expect(readCredential(name, value)).toBeUndefined();
  });
});
