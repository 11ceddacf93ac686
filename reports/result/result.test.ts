import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { NotAResult, RESULT_SCHEMA, parseResult } from './read.js';
import { recorded } from '../recorded.test.data.js';
import { RESULT_FORMAT, VERDICTS } from './result.js';
import { withDigest } from './digest.js';
import { sample } from '../sample.test.data.js';

interface Schema {
  $defs: { verdict: { enum: string[] }; counts: { required: string[] } };
  properties: { format: { const: string } };
}

const schema = JSON.parse(readFileSync(RESULT_SCHEMA, 'utf8')) as Schema;

/** The same schema with no room for fields that it does not name. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, closed(value)]));
  const isObject = copy['type'] === 'object' && 'properties' in copy;
  return isObject ? { additionalProperties: false, ...copy } : copy;
}

function validator(document: unknown): (value: unknown) => string[] {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(document as object);
  return (value) =>
    validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

describe('result.schema.json', () => {
  it('knows every field of the types, and takes a result that has them all', () => {
    expect(validator(closed(schema))(withDigest(sample))).toEqual([]);
    const shard = { index: 1, of: 2 };
    const part = { shard, transports: ['stdio'], startedAt: '2026-11-22T08:00:00Z', durationMs: 1 };
    const parts = [{ ...part, sha256: 'f'.repeat(64) }];
    const run = { ...sample.run, shard, parts };
    expect(validator(closed(schema))(withDigest({ ...sample, run }))).toEqual([]);
  });

  it('names the same verdicts and format as the types', () => {
    expect(schema.$defs.verdict.enum).toEqual([...VERDICTS]);
    expect(schema.$defs.counts.required).toEqual([...VERDICTS]);
    expect(schema.properties.format.const).toBe(RESULT_FORMAT);
  });

  it('requires what the types require', () => {
    const validate = validator(schema);
    const broken: [string, (copy: typeof sample) => void][] = [
      ['/run', (copy) => Reflect.deleteProperty(copy.run, 'complete')],
      ['/target', (copy) => Reflect.deleteProperty(copy.target, 'serverInfo')],
      [
        '/target/transports/stdio',
        (copy) => Reflect.deleteProperty(copy.target.transports['stdio']!, 'again'),
      ],
      ['/cases/0', (copy) => Reflect.deleteProperty(copy.cases[0]!, 'rerun')],
      ['/cases/0/checks/0', (copy) => Reflect.deleteProperty(copy.cases[0]!.checks[0]!, 'waivedBy')],
      ['/cases/0/transcript/0', (copy) => Reflect.deleteProperty(copy.cases[0]!.transcript[0]!, 'truncated')],
      ['/parity/0', (copy) => Reflect.deleteProperty(copy.parity[0]!, 'differences')],
      [
        '/summary/stdio/2025-11-25',
        (copy) => Reflect.deleteProperty(copy.summary['stdio']!['2025-11-25']!, 'warn'),
      ],
    ];
    for (const [path, damage] of broken) {
      const copy = JSON.parse(JSON.stringify(sample)) as typeof sample;
      damage(copy);
      expect(validate(copy)).toEqual([expect.stringMatching(new RegExp(`^${path} must have required`))]);
    }
  });

  it('takes no pass, fail or warn without evidence', () => {
    const copy = structuredClone(sample);
    copy.cases[0]!.checks[0]!.seen = [];
    expect(validator(schema)(copy).join()).toContain('/cases/0/checks/0/seen');
  });

  it('leaves room for fields of a later version', () => {
    expect(validator(schema)({ ...sample, later: true })).toEqual([]);
  });
});

describe('parseResult', () => {
  it('reads back what was written', async () => {
    const written = withDigest(sample);
    expect(await parseResult(JSON.stringify(written))).toEqual(written);
  });

  it('refuses what carries no digest: to delete a line would hide every change', async () => {
    const { digest: _, ...rest } = recorded;
    await expect(parseResult(JSON.stringify(rest))).rejects.toThrow(NotAResult);
    await expect(parseResult(JSON.stringify(rest))).rejects.toThrow('it carries no digest');
  });

  it('reads back half a character as what stands for it, and refuses one that somebody put there', async () => {
    const half = { ...sample, target: { ...sample.target, name: 'half \ud800' } };
    const written = withDigest(half);
    expect(written.digest).toMatch(/^[0-9a-f]{64}$/);
    expect((await parseResult(JSON.stringify(written))).target.name).toBe('half \ufffd');
    const text = JSON.stringify({ ...half, digest: written.digest });
    await expect(parseResult(text)).rejects.toThrow('it has no canonical form');
  });

  it('reads what carries its digest, and refuses it once anything in it was changed', async () => {
    const text = JSON.stringify(withDigest(sample));
    expect(await parseResult(text)).toEqual(withDigest(sample));
    for (const [before, after] of [
      ['"verdict":"fail"', '"verdict":"warn"'],
      ['12 ms after', '13 ms after'],
      ['"seed":7', '"seed":8'],
    ] as const) {
      expect(text).toContain(before);
      await expect(parseResult(text.replace(before, after))).rejects.toThrow('changed after it was written');
    }
  });

  it.each([
    ['no', 'not JSON'],
    ['null', 'its format is not named'],
    ['{"format":"other@2"}', '"other@2"'],
    [`{"format":"${RESULT_FORMAT}"}`, 'required property'],
  ])('refuses %j', async (text, why) => {
    await expect(parseResult(text)).rejects.toThrow(NotAResult);
    await expect(parseResult(text)).rejects.toThrow(why);
  });
});
