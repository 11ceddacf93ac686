import type { Schema } from './schema/json.js';

type Definitions = Readonly<Record<string, Schema>>;
type Json = unknown;

const TEXTS: Readonly<Record<string, string>> = {
  byte: 'QUJD',
  uri: 'test://x',
  'uri-template': 'test://{id}',
};
const BY_TYPE: Readonly<Record<string, Json>> = {
  string: 'text',
  integer: 1,
  number: 0.5,
  boolean: true,
  null: null,
  object: {},
  array: [],
};
/** Texts to the schema, but they decide what a result is. */
const RESULT_TYPES = ['complete', 'input_required', 'x/of-an-extension'];
const DEEPEST = 12;

const merge = (values: readonly Json[]): Json => Object.assign({}, ...values) as Json;

/**
 * Values that a schema describes: an object with what it must have, one with all it may have, and one for each further
 * kind of each member; so every branch is taken at least once. Conditions are not looked at: some values are invalid.
 */
export const makeSamples = (schema: Schema, definitions: Definitions, depth = 0): readonly Json[] => {
  if (depth > DEEPEST) return [];
  const into = (value: unknown): readonly Json[] => makeSamples(value as Schema, definitions, depth + 1);
  if (typeof schema['$ref'] === 'string')
    return into(definitions[schema['$ref'].replace(/^.*\//, '').replaceAll('~1', '/')]);
  const branches = [...((schema['anyOf'] ?? []) as Schema[]), ...((schema['oneOf'] ?? []) as Schema[])];
  if (schema['then']) branches.push(schema['then'] as Schema, schema['else'] as Schema);
  if (schema['allOf']) {
    const parts = (schema['allOf'] as Schema[]).map(into);
    return [merge(parts.map((part) => part[0])), merge(parts.map((part) => part.at(-1)))];
  }
  if ('const' in schema) return [schema['const']];
  if (Array.isArray(schema['enum'])) return schema['enum'].slice(0, 2) as Json[];
  if (schema['properties'] || schema['additionalProperties']) {
    const own = objects(schema, into);
    return branches.length === 0
      ? own
      : [...own, ...branches.flatMap(into).map((value) => merge([own.at(-1), value]))];
  }
  if (branches.length > 0) return branches.flatMap(into);
  if (schema['type'] === 'array')
    return [[], ...(schema['items'] ? into(schema['items']).map((item) => [item]) : [])];
  const types = [schema['type'] ?? 'object'].flat() as string[];
  return types.map((type) =>
    type === 'string' ? (TEXTS[String(schema['format'])] ?? 'text') : BY_TYPE[type],
  );
};

const objects = (schema: Schema, into: (value: unknown) => readonly Json[]): readonly Json[] => {
  const required = (schema['required'] ?? []) as string[];
  const members = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>).map(
    ([name, member]) => [name, name === 'resultType' ? RESULT_TYPES : into(member)] as const,
  );
  if (typeof schema['additionalProperties'] === 'object')
    members.push(['extra', into(schema['additionalProperties'])]);
  const present = members.filter(([, values]) => values.length > 0);
  const full = Object.fromEntries(present.map(([name, values]) => [name, values[0]]));
  return [
    Object.fromEntries(Object.entries(full).filter(([name]) => required.includes(name))),
    ...present.flatMap(([name, values]) => values.slice(1).map((value) => ({ ...full, [name]: value }))),
    full,
  ];
};

/** What is put in the place of each value: every JSON type, and what is nearly right. */
const OTHERS: readonly Json[] = [null, -3, 1.5, 'x', true, [], [7], {}, { x: null }];

/**
 * Runs `visit` on the document as it is and with each of its values left out or replaced, and restores it. What was
 * taken apart before in the same surroundings (same names and same plain values all the way up) is `seen`, and skipped.
 */
export const mutate = (document: object, context: string, seen: Set<string>, visit: () => void): void => {
  visit();
  walk(document as Record<string, Json>, context, seen, visit);
};

const walk = (holder: Record<string, Json>, context: string, seen: Set<string>, visit: () => void): void => {
  const here = `${context} ${JSON.stringify(holder, (key, value: Json) => (key !== '' && isNested(value) ? 0 : value))}`;
  if (!seen.has(here)) {
    seen.add(here);
    for (const key of Object.keys(holder)) replace(holder, key, visit);
    if (!Array.isArray(holder)) {
      holder['unforeseen'] = 7;
      visit();
      delete holder['unforeseen'];
    }
  }
  for (const [key, value] of Object.entries(holder)) {
    const inner = `${here} ${key} ${JSON.stringify(value)}`;
    if (!isNested(value) || seen.has(inner)) continue;
    seen.add(inner);
    walk(value, `${here} ${key}`, seen, visit);
  }
};

const replace = (holder: Record<string, Json>, key: string, visit: () => void): void => {
  const value = holder[key];
  if (!Array.isArray(holder)) {
    delete holder[key];
    visit();
  }
  for (const other of OTHERS) {
    holder[key] = other;
    visit();
  }
  holder[key] = value;
};

const isNested = (value: Json): value is Record<string, Json> => typeof value === 'object' && value !== null;
