import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutText, findWholeAfter, findWholeBefore } from './cut.js';
import { Secrets } from './secrets.js';

const hidden = (secret: string, text: string): string => new Secrets([secret]).redact(text);
const unicode = (text: string, letters: (hex: string) => string): string =>
  Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
    .map((code) => `\\u${letters(code.toString(16).padStart(4, '0'))}`)
    .join('');
const upper = (hex: string): string => hex.toUpperCase();
const same = (hex: string): string => hex;

const HTML: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#39;',
};

const SECRETS = [
  'SECRET123abcdefgh',
  'pa"ss\\word/4711',
  'geheim-pässwört€',
  'two\\\\🙂\tand more',
  '?>?>~~~~ÿÿ',
];

describe('Secrets', () => {
  it.each(SECRETS)('finds %j in each form that programs give to text', (secret) => {
    const json = JSON.stringify(secret).slice(1, -1);
    const bytes = Buffer.from(secret);
    const forms: Record<string, string> = {
      'as it is': secret,
      'in JSON': json,
      'in JSON within JSON': JSON.stringify(json).slice(1, -1),
      'in JSON with escaped slashes': json.replaceAll('/', '\\/'),
      'in JSON of ASCII': json.replaceAll(/[^ -~]/g, (one) => unicode(one, same)),
      'in JSON of ASCII, in capitals': json.replaceAll(/[^ -~]/g, (one) => unicode(one, upper)),
      'in JSON, all of it escaped': unicode(secret, same),
      'in Base64': bytes.toString('base64'),
      'in base64url': bytes.toString('base64url'),
      'in a URL': encodeURIComponent(secret),
      'in a URL in small letters': encodeURIComponent(secret).replaceAll(/%../g, (hex) => hex.toLowerCase()),
      'in a form': String(new URLSearchParams({ a: secret })).slice(2),
      'in a header': bytes.toString('latin1'),
      'in a URL in a URL': encodeURIComponent(encodeURIComponent(secret)),
      'in a URL in JSON': JSON.stringify(encodeURIComponent(secret)).slice(1, -1),
      'in Base64 of Base64': Buffer.from(bytes.toString('base64')).toString('base64'),
      'in Base64 with broken lines': bytes.toString('base64').replaceAll(/.{5}(?=.)/g, '$&\r\n'),
      'in Base64 with broken lines, in JSON': bytes.toString('base64').replaceAll(/.{7}(?=.)/g, '$&\\n'),
      'in Base64 in a URL': encodeURIComponent(bytes.toString('base64')),
      'in hex': bytes.toString('hex'),
      'in hex, in capitals': bytes.toString('hex').toUpperCase(),
      'in hex with broken lines': bytes.toString('hex').replaceAll(/.{10}(?=.)/g, '$&\n  '),
      'as numbers of bytes': [...bytes].join(',\n    '),
      'in HTML': secret.replaceAll(/[<>&"']/g, (one) => HTML[one] ?? one),
      'in HTML, all of it escaped': Array.from(secret, (one) => `&#${one.codePointAt(0)};`).join(''),
      'in HTML in hex': Array.from(secret, (one) => `&#x${one.codePointAt(0)?.toString(16)};`).join(''),
      'in HTML in JSON': JSON.stringify(secret.replaceAll('"', '&quot;')).slice(1, -1),
      'over two lines': `${secret.slice(0, 5)}\n  ${secret.slice(5)}`,
      'over lines in JSON': JSON.stringify(`${secret.slice(0, 4)}\n${secret.slice(4)}`).slice(1, -1),
    };
    for (const [name, form] of Object.entries(forms))
      expect([name, hidden(secret, `<${form}>`)]).toEqual([name, '<[redacted]>']);
  });

  it.each(SECRETS)('finds what a cut left of %j, where nobody had looked for it', (secret) => {
    const secrets = new Secrets([secret]);
    for (const form of [
      secret,
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64'),
    ]) {
      for (let kept = 8; kept < form.length; kept++) {
        expect(secrets.redactCut(`<${form.slice(0, kept)}…[9 more characters]`)).toBe(
          '<[redacted]…[9 more characters]',
        );
        expect(secrets.redactCut(`a…[9 bytes cut]…${form.slice(-kept)}>`)).toMatch(/cut\]….?\[redacted\]>$/);
      }
    }
    expect(secrets.redactCut('as it was…[9 more characters]')).toBe('as it was…[9 more characters]');
  });

  it('finds Base64 of a longer text that holds it, wherever it begins there', () => {
    const secret = 'SECRET123abcdefgh';
    for (const before of ['', 'a', 'ab', 'user:']) {
      const told = hidden(secret, Buffer.from(`${before}${secret}:after`).toString('base64'));
      expect(told).toContain('[redacted]');
      // What is left decodes to no more than the characters at its ends.
      for (const rest of told.split('[redacted]'))
        expect(Buffer.from(rest, 'base64').toString('latin1')).not.toMatch(/SE|gh/);
    }
  });

  it('looks for no Base64 of what is short, which could be any text', () => {
    expect(hidden('admin', Buffer.from('admin').toString('base64'))).toBe('YWRtaW4=');
  });

  it('finds a line of a secret that has several, and a long secret by its parts', () => {
    const lines = ['-----BEGIN KEY-----', 'MIIEvQIBADANBgkq', 'hkiG9w0BAQEFAASC', '-----END KEY-----'];
    expect(hidden(lines.join('\n'), `it is ${lines[2]}!`)).toBe('it is [redacted]!');
    const long = Array.from({ length: 2_000 }, (_, index) => `${index}`).join('.');
    const told = hidden(long, `a ${JSON.stringify({ long })} b ${encodeURIComponent(long)} c`);
    expect(told.replaceAll('[redacted]', '')).toBe('a {"long":""} b  c');
  });

  it('finds names without regard to case', () => {
    const secrets = new Secrets(['SECRET123']);
    expect(secrets.redactName('x-secret123-y')).toBe('x-[redacted]-y');
    expect(secrets.redact('x-secret123-y')).toBe('x-secret123-y');
  });

  it('leaves nothing of secrets that overlap', () => {
    expect(new Secrets(['abcdefgh', 'efghijkl']).redact('-abcdefghijkl-')).toBe('-[redacted]-');
  });

  it('takes no long time over whatever comes', () => {
    const secrets = new Secrets(['\\\\server\\"share"', 'aaaaaaaaaaaa', 'ä'.repeat(200)]);
    const started = performance.now();
    for (const one of ['\\', 'a', '%', '\\u00e4', '%C3%A4']) secrets.redact(one.repeat(70_000 / one.length));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

const oneOf = (letters: string) => fc.constantFrom(...Array.from(letters));

/** Of letters that stand in nothing else here, so that what is found of it came from a copy. */
const secretOf = fc.string({ unit: oneOf('QWXYZ"\\/äß€🙂'), minLength: 8, maxLength: 60 });
const formOf = fc.constantFrom<(secret: string) => string>(
  (secret) => secret,
  (secret) => JSON.stringify(secret).slice(1, -1),
  (secret) => unicode(secret, same),
);
const filler = fc.string({ unit: oneOf('abcé1 ,'), maxLength: 40 });
const payloadOf = (secret: string) =>
  fc.array(
    fc.oneof(
      filler,
      formOf.map((form) => form(secret)),
    ),
    { maxLength: 40 },
  );

/** Whether a piece of `secret`, as somebody may write it, of eight characters or more, stands at an end of the text. */
function tells(text: string, secret: string): boolean {
  const forms = [secret, JSON.stringify(secret).slice(1, -1), unicode(secret, same)];
  return forms.some((form) => {
    for (let length = 8; length <= form.length; length++) {
      if (text.endsWith(form.slice(0, length)) || text.startsWith(form.slice(-length))) return true;
    }
    return false;
  });
}

describe('a cut', () => {
  const cutSomewhere = secretOf.chain((secret) =>
    fc.tuple(fc.constant(secret), payloadOf(secret), fc.nat(800)),
  );

  it('leaves no piece of a secret beside it, wherever it falls, whatever was redacted before', () => {
    fc.assert(
      fc.property(cutSomewhere, ([secret, parts, keep]) => {
        const secrets = new Secrets([secret]);
        const text = parts.join('');
        const bytes = Buffer.from(text);
        const around = [secrets.slice(bytes, 0, keep), secrets.slice(bytes, -keep || bytes.length)];
        const { text: marked } = secrets.cut(bytes, { head: keep, tail: keep });
        const ends = marked.split(/…\[\d+ bytes cut\]…/);
        for (const one of [...around, ...ends, secrets.slice(text, 0, keep)])
          expect([one, tells(one, secret)]).toEqual([one, false]);
        for (const one of [...around, marked]) expect(one).not.toContain('\ufffd');
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves what is no secret as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: oneOf('abcé€🙂'), maxLength: 200 }), fc.nat(300), (text, keep) => {
        const secrets = new Secrets(['QWXYZ-QWXYZ']);
        const bytes = Buffer.from(text);
        expect(secrets.slice(bytes, 0, keep)).toBe(bytes.toString('utf8', 0, findWholeBefore(bytes, keep)));
        expect(secrets.slice(text, keep)).toBe(text.slice(findWholeAfter(text, Math.min(keep, text.length))));
        expect(secrets.cut(bytes, { head: keep })).toEqual(cutText(bytes, { head: keep }));
      }),
    );
  });

  it('of a stream halves no secret, whatever comes after it', () => {
    fc.assert(
      fc.property(cutSomewhere, ([secret, parts, at]) => {
        const secrets = new Secrets([secret]);
        const text = parts.join('') + 'x'.repeat(1_000);
        const border = secrets.border(text.slice(0, at + 900));
        const told = secrets.redact(text.slice(0, border)) + secrets.redact(text.slice(border));
        expect(told.replaceAll('[redacted]', '')).toBe(secrets.redact(text).replaceAll('[redacted]', ''));
      }),
    );
  });
});
