import { describe, expect, it } from '@jest/globals';
import { Secrets } from '../../adapters/secrets.js';
import { redactError } from './redact.js';

describe('redactError', () => {
  it('takes secrets out of what an error says and where it says it again, and leaves the error', () => {
    const error = new TypeError('cannot parse QWXYZ-QWXYZ');
    expect(redactError(error, new Secrets(['QWXYZ-QWXYZ']))).toBe(error);
    expect(`${error.message} ${error.stack}`).not.toContain('QWXYZ');
    expect(error.stack).toMatch(/TypeError: cannot parse \[redacted\]\n +at /);
  });
});
