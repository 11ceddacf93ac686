import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getTranscriptPath } from '../../reports/result/paths.js';
import type { Result } from '../../reports/result/result.js';
import { withDigest } from '../../reports/result/digest.js';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const SERVER = fileURLToPath(new URL('../../containers/servers/reference/dual-era.js', import.meta.url));
/** A case that passes, and one in which the reference server departs from a SHOULD. */
const PASSES = 'stdio/2025-11-25/shared/messages/id-is-echoed';
const WARNS = 'stdio/2025-11-25/shared/messages/invalid-params';

const folder = mkdtempSync(join(tmpdir(), 'mcptc-share-'));
afterAll(() => rmSync(folder, { recursive: true }));

function mcptc(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}
const run = (...args: string[]) =>
  mcptc(
    'run',
    '--quiet',
    '--case',
    `${PASSES},${WARNS}`,
    '--fail-on',
    'fail,warn',
    ...args,
    '--',
    process.execPath,
    SERVER,
    '--stdio',
  );
const path = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(path(name), 'utf8');
const write = (name: string, text: string): void => writeFileSync(path(name), text);

function keys(name: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  write(`${name}.pem`, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  write(`${name}.pub.pem`, publicKey.export({ type: 'spki', format: 'pem' }).toString());
}

const lines = (text: string): number => text.split('\n').length - 1;

const RESULT = '.mcptc/result.json';
const transcriptOf = (): string => {
  const one = (JSON.parse(read(RESULT)) as Result).cases.find(({ transcriptSha256 }) => transcriptSha256);
  return `.mcptc/transcripts/${getTranscriptPath(one!)}`;
};

beforeAll(() => {
  keys('mine');
  keys('other');
  const { code, err } = run('--sign-key', 'mine.pem', '--report', 'badge=badges,json=copy.json');
  expect({ code, err }).toEqual({ code: 1, err: '' });
});

describe('a result, its badge and its signature', () => {
  it('hold, whichever file of them is asked for', () => {
    const badge = mcptc('verify', 'copy.json', 'badges/stdio.svg', '--key', 'mine.pub.pem');
    expect(badge).toMatchObject({
      code: 0,
      out: expect.stringContaining(
        '✔ proven: copy.json and badges/stdio.svg, signed with the key of mine.pub.pem',
      ),
    });
    expect(read(`${RESULT}.sig`)).toBe(read('copy.json.sig'));
    // A run of two cases is no green badge.
    expect(read('badges/stdio.svg')).toContain('MCP stdio: incomplete');
  });

  it('are refuted once one of them was changed, and what differs is named', () => {
    const text = read('copy.json');
    const changed = JSON.parse(text) as Result;
    changed.cases.flatMap(({ checks }) => checks).find(({ verdict }) => verdict === 'warn')!.verdict = 'pass';
    write('changed.json', JSON.stringify(changed));
    const naive = mcptc('verify', 'changed.json');
    expect(naive).toMatchObject({
      code: 1,
      out: expect.stringMatching(/digest: says .*\n.*\n? +summary\.stdio\.2025-11-25\.warn: says 1, is 0/s),
    });
    expect(mcptc('report', 'changed.json')).toMatchObject({
      code: 2,
      err: expect.stringContaining('it was changed after it was written'),
    });

    write('resealed.json', JSON.stringify(withDigest(changed)));
    expect(mcptc('verify', 'resealed.json', 'badges/stdio.svg')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^ {4}result: says "[0-9a-f]{64}", is "[0-9a-f]{64}"$/m),
    });

    write('badge.svg', read('badges/stdio.svg').replace('incomplete', 'conforming'));
    expect(mcptc('verify', 'copy.json', 'badge.svg')).toMatchObject({
      code: 1,
      out: expect.stringContaining('what it shows is not what its facts say'),
    });
  });

  it('are signed by whom they say, and by nobody else', () => {
    const verify = (...args: string[]) => mcptc('verify', ...args);
    expect(verify(RESULT, '--key', 'other.pub.pem')).toMatchObject({
      code: 1,
      out: expect.stringContaining('is no signature of this result by this key'),
    });
    write('unsigned.json', read('copy.json'));
    expect(verify('unsigned.json', '--key', 'mine.pub.pem')).toMatchObject({
      code: 1,
      out: expect.stringContaining('there is no unsigned.json.sig'),
    });
    expect(mcptc('report', 'unsigned.json', '--sign-key', 'other.pem').code).toBe(0);
    expect(verify('unsigned.json', '--key', 'other.pub.pem')).toMatchObject({
      code: 0,
      out: expect.stringContaining('✔ proven: unsigned.json, signed with the key of other.pub.pem'),
    });
  });

  it('are only consistent without a key, and say so', () => {
    const { code, out } = mcptc('verify', RESULT, 'badges/stdio.svg');
    expect(code).toBe(0);
    expect(out).toContain(`✔ consistent: ${RESULT} and badges/stdio.svg; nobody vouches for it (--key)`);
    expect(out).not.toContain('proven');
    expect(out).toContain('✔ the transcripts beside it are those that it was read from');
    expect(mcptc('verify', 'copy.json').out).toContain('? the transcripts beside it');
  });

  it.each([
    ['emptied', () => write(transcriptOf(), '')],
    ['replaced', () => write(transcriptOf(), read(transcriptOf()).replaceAll('jsonrpc', 'JSONRPC'))],
    ['deleted', () => rmSync(join(folder, transcriptOf()))],
  ])('are refuted once a transcript was %s, with and without a key', (_, change) => {
    const before = read(transcriptOf());
    change();
    for (const key of [[], ['--key', 'mine.pub.pem']]) {
      expect(mcptc('verify', RESULT, ...key)).toMatchObject({
        code: 1,
        out: expect.stringMatching(/transcripts\/stdio\/.*\.jsonl: (?:was changed|is not there)/),
      });
    }
    write(transcriptOf(), before);
    expect(mcptc('verify', RESULT, '--key', 'mine.pub.pem').code).toBe(0);
  });

  it.each([
    ['half a character', '"title":"', '"title":"\\ud800'],
    ['a number that is none', '"seed":', '"ages":1e999,"seed":'],
    ['such a number in a set', '"members":[{', '"members":[{"ages":1e999,'],
  ])('are refuted where they have no canonical form: %s', (_, before, after) => {
    const text = read('copy.json');
    expect(JSON.stringify(JSON.parse(text))).toContain(before);
    write('none.json', JSON.stringify(JSON.parse(text)).replace(before, after));
    write('none.json.sig', read('copy.json.sig'));
    const { code, out, err } = mcptc('verify', 'none.json', 'badges/stdio.svg', '--key', 'mine.pub.pem');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('it has no canonical form to sign');
    expect(out).toContain('the result has no canonical form');
  });

  it.each<[string, string[], string]>([
    ['no result', ['verify', 'mine.pem'], 'is no result: it is not JSON'],
    ['no badge', ['verify', RESULT, 'mine.pem'], 'is no badge'],
    [
      'no private key',
      ['report', RESULT, '--sign-key', 'mine.pub.pem'],
      'expected an Ed25519 private key in PEM',
    ],
    ['no policy', ['gate', RESULT], "required option '--policy <file>'"],
    [
      'no such baseline',
      ['run', '--baseline', 'none.yaml', '--', 'x'],
      '`mcptc baseline update RESULT` writes one',
    ],
    [
      'no reason for what fails',
      ['baseline', 'update', RESULT],
      '--reason … --owner … --issue … --expires …',
    ],
  ])('misuse exits 2: %s', (_, args, words) => {
    const { code, out, err } = mcptc(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
  });
});

describe('a gate', () => {
  const gate = (rule: string) => {
    write('policy.yaml', `gate: Replies\nrules: [{ set: 2025-11-25@1, transports: [stdio], ${rule} }]\n`);
    return mcptc('gate', RESULT, '--policy', 'policy.yaml');
  };

  it('exits 0 where it is met, 1 where it is not, 2 where nothing was decided', () => {
    expect(gate('requirements: [jsonrpc.id-echoed]')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^# Replies: met\n/),
    });
    expect(gate('groups: [transport], levels: [SHOULD], coverage: 0')).toMatchObject({
      code: 1,
      out: expect.stringContaining('jsonrpc.invalid-params'),
    });
    expect(gate('requirements: [ping.*]')).toMatchObject({
      code: 2,
      out: expect.stringMatching(/^# Replies: undecided\n/),
    });
  });

  it('is not asked of a result that contradicts itself', () => {
    const changed = JSON.parse(read(RESULT)) as Result;
    changed.cases.flatMap(({ checks }) => checks).find(({ verdict }) => verdict === 'warn')!.verdict = 'pass';
    write('resealed.json', JSON.stringify(withDigest(changed)));
    expect(mcptc('gate', 'resealed.json', '--policy', 'policy.yaml')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(
        'resealed.json contradicts itself, so somebody changed it: it is not so that',
      ),
    });
  });
});

describe('a baseline', () => {
  const ABOUT = [
    '--owner',
    'ada',
    '--reason',
    'the SDK does it',
    '--issue',
    'https://example.org/1',
    '--expires',
    '2099-01-01',
  ];

  it('excuses what it names, and is written and cleared by `baseline update`', () => {
    expect(mcptc('baseline', 'update', RESULT, ...ABOUT)).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 added'),
    });
    const written = read('known-failures.yaml');
    expect(written).toMatch(
      /^- requirement: jsonrpc\.invalid-params\n {2}scenario: shared\/messages\/invalid-params$/m,
    );
    // The same again changes nothing.
    expect(mcptc('baseline', 'update', RESULT)).toMatchObject({
      code: 0,
      out: expect.stringContaining('0 added, 0 deleted, 1 kept'),
    });
    expect(read('known-failures.yaml')).toBe(written);

    const also = (...entries: string[]): string =>
      written +
      entries.map((one) => `- { ${one}, reason: r, owner: bob, issue: "https://example.org/2" }\n`).join('');
    const dead = also(
      'requirement: jsonrpc.id-echoed, scenario: shared/messages/id-is-echoed, expires: 2099-01-01',
      'requirement: tools.*, expires: 2020-01-01',
      'requirement: grpc.*, transport: stdio, expires: 2099-01-01',
    );
    write('known-failures.yaml', dead);
    const { code, out } = run('--output', 'known', '--baseline', 'known-failures.yaml');
    expect(code).toBe(1);
    expect(out).toContain('= known: seen to fail, and excused');
    expect(out).toContain('the SDK does it (https://example.org/1), expires 2099-01-01');
    for (const [index, words] of [
      'delete jsonrpc.id-echoed in shared/messages/id-is-echoed: nothing that it names fails any more (owner: bob)',
      'tools.* expired on 2020-01-01: mend what still fails, or renew it: mcptc baseline update RESULT --expires DAY (owner: bob)',
      'delete grpc.* on stdio: it names nothing that is checked (owner: bob)',
    ].entries()) {
      expect(out).toContain(`known-failures.yaml:${lines(written) + index + 1}:3: ${words}`);
    }
    expect(mcptc('verify', 'known/result.json').code).toBe(0);
    expect(mcptc('baseline', 'update', 'known/result.json').out).toContain('0 added, 3 deleted, 1 kept');
    expect(read('known-failures.yaml')).toBe(written);
    // What this run did not select is not stale.
    const soon = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    write('known-failures.yaml', also(`requirement: tools.*, expires: ${soon}`));
    const kept = run('--output', 'known', '--baseline', 'known-failures.yaml');
    expect(kept.code).toBe(0);
    expect(kept.out).toContain('conforms but for 1 known failure');
    expect(kept.out).toMatch(new RegExp(`tools\\.\\* expires on ${soon}, in (9|10) days \\(owner: bob\\)`));
    // A slip is told before anything is started.
    write('known-failures.yaml', also('requirement: tools.call-txt, expires: 2099-01-01'));
    expect(run('--output', 'none', '--baseline', 'known-failures.yaml')).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /known-failures\.yaml:\d+:3: there is no requirement tools\.call-txt\n.*Did you mean tools\.call-text/,
      ),
    });
  });

  it('may name what a run does not select: a transport of an adapter of one’s own, or what breaks servers', () => {
    const adapter = fileURLToPath(new URL('../../../examples/unix-socket/adapter.mjs', import.meta.url));
    const command = JSON.stringify([process.execPath, SERVER, '--stdio']);
    write(
      'own.yaml',
      `target: x\ntransports:\n  stdio: { command: ${command} }\n  unix-socket: { adapter: ${adapter}, path: none.sock }\n`,
    );
    const entries = [
      'requirement: jsonrpc.*, transport: unix-socket',
      'requirement: "*", scenario: outage/crash',
    ]
      .map(
        (one) => `- { ${one}, reason: r, owner: bob, issue: "https://example.org/2", expires: 2099-01-01 }\n`,
      )
      .join('');
    write('own-known.yaml', entries);
    const own = (...args: string[]) =>
      mcptc('run', '--quiet', '--config', 'own.yaml', '--case', PASSES, ...args);
    expect(own('--output', 'own', '--baseline', 'own-known.yaml')).toMatchObject({ code: 0 });
    expect(own('--output', 'bare')).toMatchObject({ code: 0 });
    for (const output of ['own', 'bare']) {
      const { out } = mcptc('baseline', 'update', `${output}/result.json`, '--baseline', 'own-known.yaml');
      expect(out).toBe('own-known.yaml: 0 added, 0 deleted, 2 kept\n');
    }
    // Without it the target has no such transport.
    const without = read('own.yaml').replace(/\n {2}unix-socket.*/, '');
    write('own.yaml', without);
    const { code, out } = own('--output', 'own', '--baseline', 'own-known.yaml');
    expect(code).toBe(1);
    expect(out).toContain('delete jsonrpc.* on unix-socket: it names nothing that is checked');
    const update = mcptc('baseline', 'update', 'own/result.json', '--baseline', 'own-known.yaml');
    expect(update.out).toContain('0 added, 1 deleted, 1 kept');
  });

  it('renews with a new day what expired and still fails, says so, and nothing else', () => {
    const expired = (requirement: string): string =>
      `- { requirement: ${requirement}, reason: r, owner: bob, issue: "https://example.org/2", expires: 2020-01-01 }\n`;
    write('old.yaml', expired('jsonrpc.invalid-params') + expired('jsonrpc.id-echoed'));
    const { code, out } = mcptc('baseline', 'update', RESULT, '--baseline', 'old.yaml', ...ABOUT);
    expect(code).toBe(0);
    expect(out).toBe(
      '- old.yaml:2:3  jsonrpc.id-echoed (expired)\n' +
        '~ old.yaml:1:3  jsonrpc.invalid-params (expired on 2020-01-01, now excused until 2099-01-01)\n' +
        'old.yaml: 0 added, 1 deleted, 1 kept\n',
    );
    expect(read('old.yaml')).toMatch(/^- \{ requirement: jsonrpc\.invalid-params, .*2099-01-01 \}\n$/);
  });

  it('is written by entry also where anchors tie entries together, or left as it is', () => {
    const rest = 'owner: bob, issue: "https://example.org/2"';
    const update = () => mcptc('baseline', 'update', RESULT, '--baseline', 'tied.yaml', ...ABOUT.slice(0, 6));
    const gone = '- { requirement: prompts.*, reason: &why "&", expires: 2020-01-01, ' + rest + ' }\n';
    const excused =
      '- { requirement: jsonrpc.invalid-params, reason: *why, expires: 2099-01-01, ' + rest + ' }\n';
    write('tied.yaml', gone + excused);
    expect(update()).toMatchObject({ code: 0, out: expect.stringContaining('0 added, 1 deleted, 1 kept') });
    expect(read('tied.yaml')).toBe(excused.replace('*why', '"&"'));

    const tied =
      `- { requirement: &r tools.list-*, reason: r, expires: 2020-01-01, ${rest} }\n` +
      `- &y { requirement: *r, reason: r, expires: 2020-01-01, ${rest} }\n` +
      `- { requirement: &r tools.*, reason: r, expires: 2099-01-01, ${rest} }\n` +
      `- { <<: *y, expires: 2099-01-01 }\n`;
    write('tied.yaml', excused.replace('*why', 'r') + tied);
    const { code, err } = update();
    expect({ code, file: read('tied.yaml') }).toEqual({ code: 2, file: excused.replace('*why', 'r') + tied });
    expect(err).toContain('anchors or merged keys tie them together');
  });

  it('is an empty list where nothing fails, and a run takes it', () => {
    const clean = (...args: string[]) =>
      mcptc('run', '--quiet', '--case', PASSES, ...args, '--', process.execPath, SERVER, '--stdio');
    expect(clean('--output', 'clean').code).toBe(0);
    expect(mcptc('baseline', 'update', 'clean/result.json', '--baseline', 'empty.yaml').out).toBe(
      'empty.yaml: 0 added, 0 deleted, 0 kept\n',
    );
    const written = read('empty.yaml');
    expect(written).toMatch(/^# Known failures: .*\n# .*\n+\[\]\n$/);
    expect(clean('--output', 'clean', '--baseline', 'empty.yaml').code).toBe(0);
    // An empty list is one to add to.
    expect(mcptc('baseline', 'update', RESULT, '--baseline', 'empty.yaml', ...ABOUT).out).toContain(
      '1 added',
    );
    expect(read('empty.yaml')).toContain('\n- requirement: jsonrpc.invalid-params\n');
  });
});
