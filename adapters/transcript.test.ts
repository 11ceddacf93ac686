import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { Transcript } from './transcript.js';

const SECRET = 'sesame-open-sesame';
const inbound = (transcript: Transcript, payload: string) =>
  transcript.record({ direction: 'in', channel: 'stdout', payload });

describe('Transcript', () => {
  it('never holds a secret, not even across a cut', () => {
    for (let shift = 0; shift < 2 * SECRET.length; shift++) {
      const transcript = new Transcript([SECRET]);
      // Both cuts lie somewhere in a row of secrets.
      inbound(transcript, `${'x'.repeat(shift)}${SECRET.repeat(8_000)}`);
      const [entry] = transcript.entries;
      expect(entry?.truncated).toBeGreaterThan(0);
      expect(entry?.text).not.toContain(SECRET);
    }
  });

  it('never holds a piece of one, however many copies before it made the text shorter', () => {
    const keep = 32 * 1024;
    const missing = 4;
    const head = SECRET.repeat(20).padEnd(keep - SECRET.length + missing, 'x') + SECRET;
    const tail = SECRET + SECRET.repeat(20).padStart(keep - SECRET.length + missing, 'z');
    const transcript = new Transcript([SECRET]);
    inbound(transcript, `${head}${'y'.repeat(70_000)}${tail}`);
    expect(transcript.entries[0]?.text).not.toMatch(/sesame|open/);
  });

  it('hides a secret in the name of a header, which comes in lower case', () => {
    const transcript = new Transcript(['SECRET123']);
    transcript.record({
      direction: 'in',
      channel: 'post-1',
      payload: '',
      binding: { 'x-secret123': '1', 'x-plain': 'SECRET123' },
    });
    expect(transcript.entries[0]?.binding).toEqual({ 'x-[redacted]': '1', 'x-plain': '[redacted]' });
  });

  it('hides what is always a credential, whatever its value', () => {
    const transcript = new Transcript();
    transcript.record({
      direction: 'out',
      channel: 'post-1',
      payload: '',
      binding: { Authorization: 'Bearer abc', cookie: 'a=b', accept: '*/*' },
    });
    expect(transcript.entries[0]?.binding).toEqual({
      Authorization: '[redacted]',
      cookie: '[redacted]',
      accept: '*/*',
    });
  });

  it('keeps head, tail and the hash of what is too long', () => {
    const transcript = new Transcript();
    const payload = `${'a'.repeat(100_000)}${'b'.repeat(100_000)}`;
    inbound(transcript, payload);
    const [entry] = transcript.entries;
    expect(entry?.text.startsWith('aaaa')).toBe(true);
    expect(entry?.text.endsWith('bbbb')).toBe(true);
    expect(entry?.sha256).toBe(createHash('sha256').update(payload).digest('hex'));
    expect(entry?.truncated).toBe(200_000 - 2 * 32 * 1024);
  });

  it('stays small in a flood, and counts what it does not keep', () => {
    const transcript = new Transcript();
    for (let i = 0; i < 20_000; i++) inbound(transcript, 'y'.repeat(2_000));
    const characters = transcript.entries.reduce((sum, { text }) => sum + text.length, 0);
    expect(characters).toBeLessThan(6 * 1024 * 1024);
    expect(transcript.entries.length + transcript.dropped).toBe(20_000);
  });

  it('forgets all but what it is told to keep', () => {
    const transcript = new Transcript();
    const first = inbound(transcript, 'one');
    inbound(transcript, 'two');
    transcript.forget(new Set([first]));
    expect(transcript.entries.map(({ text }) => text)).toEqual(['one']);
  });
});
