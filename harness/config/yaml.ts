/** Parses YAML of the user, checks it against a JSON schema and names line and column of mistakes. */
import { readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Document, LineCounter } from 'yaml';
import { cutText } from '../../adapters/cut.js';
import { hideUser, isPlain } from './credentials.js';
import { UsageError } from './errors.js';
import { looksSecret } from './expand.js';
import { formatHint } from './suggest.js';

/** How a file of the user's is held against its schema. */
export interface Shape {
  /** The file that holds it, or what makes it. */
  schema: URL | (() => object);
  /** Where one of several is meant: which, by what the file holds. It comes in place of `schema`. */
  choose?: (value: unknown) => () => object;
  /** What to do about a mistake, in one sentence. */
  next: string;
  /** What a file without any content stands for; without, it is a mistake like another. */
  emptyAs?: unknown;
  /** What more to say of a property that is missing below `path`. */
  missing?: (property: string, path: readonly string[]) => string;
}

/** A document of the user's, with the place of everything in it. */
export interface Located<T> {
  value: T;
  /** Keeps comments, for whoever writes the file back. */
  document: Document;
  /** `file:line:column` of a value, or of a key inside it; where that is unknown, of its nearest parent. */
  at: (path: readonly (string | number)[], key?: string) => string;
}

/** Mistakes that one message lists. */
const MAX_MISTAKES = 10;

/** Throws `UsageError`; `next` says where such a file comes from. */
export function readUserFile(file: string, next: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(cause);
    throw new UsageError(`${file}: ${why}`, next, { cause });
  }
}

/** Parses YAML and checks it. Throws `UsageError` that names file, line and column, what was expected and what came. */
export async function parseYaml<T>(text: string, file: string, shape: Shape): Promise<Located<T>> {
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const [broken] = document.errors;
  if (broken !== undefined) {
    // The parser calls itself for every level.
    const deep = /call stack/i.test(broken.message);
    throw new UsageError(
      `${file}:${place(lines, broken.pos[0])}: ${deep ? 'it is nested too deep' : broken.message}`,
      deep ? 'No such file needs more than a few levels.' : 'Correct the YAML there.',
    );
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 }) ?? shape.emptyAs ?? null;
  } catch (cause) {
    const { message } = cause as Error;
    throw /call stack/i.test(message)
      ? new UsageError(`${file}:1: it is nested too deep`, 'No such file needs more than a few levels.', {
          cause,
        })
      : new UsageError(`${file}: ${message}`, 'Write it without so many aliases.', { cause });
  }
  const at: Located<T>['at'] = (path, key) => `${file}:${place(lines, offsetOf(document, path, key))}`;
  return { value: await checkShape<T>(value, at, shape), document, at };
}

/** Throws `UsageError` with every mistake and, by `at`, its place. */
export async function checkShape<T>(
  value: unknown,
  at: (path: readonly string[], key?: string) => string,
  shape: Shape,
): Promise<T> {
  const schema = shape.choose?.(value) ?? shape.schema;
  const known = validators.get(schema) ?? compileSchema(schema);
  validators.set(schema, known);
  const validate = (await known) as ValidateFunction<T>;
  if (validate(value)) return value;
  const mistakes = (validate.errors ?? [])
    .filter(({ schemaPath }) => !/\/anyOf\/\d/.test(schemaPath))
    .slice(0, MAX_MISTAKES)
    .map((error) => describe(error, at, shape));
  throw new UsageError(mistakes.join('\n'), shape.next);
}

/** A day that there is: not the 31st of February. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** By schema: compiling one takes longer than a target takes to start. */
const validators = new WeakMap<object, Promise<ValidateFunction>>();

async function compileSchema(schema: Shape['schema']): Promise<ValidateFunction> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  // These schemas are ours, and tests hold them against the dialect: compiling that as well would double the time.
  const rules = { strict: true, strictRequired: false, validateSchema: false } as const;
  const ajv = new Ajv2020({ allErrors: true, verbose: true, ...rules });
  ajv.addFormat('date', isDay);
  return ajv.compile(schema instanceof URL ? (JSON.parse(readFileSync(schema, 'utf8')) as object) : schema());
}

const place = (lines: LineCounter, offset: number): string => {
  const { line, col } = lines.linePos(offset);
  return `${line}:${col}`;
};

function describe(
  error: ErrorObject,
  at: (path: readonly string[], key?: string) => string,
  { missing }: Shape,
): string {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = path.length === 0 ? 'the file' : path.join('.');
  if (error.keyword === 'additionalProperties') {
    const { additionalProperty: extra } = error.params as { additionalProperty: string };
    const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
    return `${at(path, extra)}: ${name}: \`${extra}\` is not known here. ${formatHint(extra, known)}`;
  }
  const { description } = error.parentSchema as { description?: string };
  const expected = description ?? error.message ?? 'something else';
  if (error.keyword === 'required') {
    const { missingProperty } = error.params as { missingProperty: string };
    const more = missing?.(missingProperty, path) ?? '';
    return `${at(path)}: ${name}: expected ${expected}; \`${missingProperty}\` is missing${more && `. ${more}`}`;
  }
  const secret =
    !isPlain(String(error.data)) &&
    path.some((part) => /^(env|headers|buildArgs|bearerEnv)$/.test(part) || looksSecret(part, 'value'));
  return `${at(path)}: ${name}: expected ${expected}, got ${secret ? `a ${typeof error.data}` : hideUser(shown(error.data))}`;
}

const shown = (data: unknown): string => {
  try {
    return cutText(JSON.stringify(data) ?? 'nothing', { head: 80 }).text;
  } catch {
    // With an alias a value can hold itself.
    return 'a value without end';
  }
};

interface YamlNode {
  range?: [number, number, number] | null;
  items?: { key?: YamlNode & { value?: unknown } }[];
}

function offsetOf(document: Document, path: readonly (string | number)[], key?: string): number {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const steps = path.slice(0, depth);
    const node = (depth === 0 ? document.contents : document.getIn(steps, true)) as
      YamlNode | null | undefined;
    const named =
      depth === path.length && key !== undefined
        ? node?.items?.find((pair) => pair.key?.value === key)?.key
        : undefined;
    const range = named?.range ?? node?.range;
    if (range) return range[0];
  }
  return 0;
}
