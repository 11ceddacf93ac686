/** Reads a result from JSON text: checks it against the published schema, and checks its digest. */
import { readFileSync } from 'node:fs';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { explainNotHashed } from './i-json.js';
import type { Result } from './result.js';
import { RESULT_FORMAT } from './result.js';
import { computeResultHash } from './digest.js';

/** The published schema of a result; outside `dist/`, because tsc copies no data files. */
export const RESULT_SCHEMA = new URL('../../../reports/result/result.schema.json', import.meta.url);

/** A file that is no result, in words for whoever named it. */
export class NotAResult extends Error {
  override readonly name = 'NotAResult';
}

let validator: Promise<ValidateFunction<Result>> | undefined;

/** Takes a tenth of a second: once, however many results are joined. */
async function compile(): Promise<ValidateFunction<Result>> {
  const [{ Ajv2020 }, addFormats] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')]);
  const ajv = new Ajv2020({ strict: true, strictTypes: false });
  addFormats.default.default(ajv);
  return ajv.compile<Result>(JSON.parse(readFileSync(RESULT_SCHEMA, 'utf8')) as object);
}

/** Reads one result from JSON text, and checks its digest. Throws `NotAResult`. */
export async function parseResult(text: string): Promise<Result> {
  const result = await parseWithoutDigest(text);
  if (result.digest === undefined) throw new NotAResult('it carries no digest, as every result does');
  if (digestOf(result) === result.digest) return result;
  throw new NotAResult('it was changed after it was written (`mcptc verify` says what)');
}

function digestOf(result: Result): string {
  try {
    return computeResultHash(result);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new NotAResult(`it has no canonical form: ${cause.message}`, { cause });
  }
}

/** Reads one result from JSON text and checks it against the published schema alone. Throws `NotAResult`. */
export async function parseWithoutDigest(text: string): Promise<Result> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new NotAResult('it is not JSON', { cause });
  }
  const why = explainNotHashed(text);
  if (why !== undefined) throw new NotAResult(why);
  const format = (document as { format?: unknown } | null)?.format;
  if (format !== RESULT_FORMAT) {
    throw new NotAResult(
      `its format is ${JSON.stringify(format) ?? 'not named'}; this version reads "${RESULT_FORMAT}"`,
    );
  }
  const validate = await (validator ??= compile());
  if (validate(document)) return document;
  const first = validate.errors?.[0];
  throw new NotAResult(
    `at ${first?.instancePath || '/'}: ${first?.message ?? 'it does not match the schema'}`,
  );
}
