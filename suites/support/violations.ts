/** Bends right arguments of a tool so that they violate its input schema, by one kind of constraint at a time. */
import type { SafeCall } from '../scenario.js';
import { isObject, type Json } from '../../adapters/json.js';
import { judgeSchemas } from './schemas.js';

/** Kinds of constraints, in the order in which they are tried. */
const KINDS = ['required', 'type', 'enum', 'bounds', 'additional'] as const;

export interface Violation {
  readonly kind: (typeof KINDS)[number];
  /** What is wrong with the arguments, in words. */
  readonly what: string;
  readonly arguments: Json;
}

/** Candidates of one kind that are looked at: of these the first that really is invalid is used. */
const MAX_CANDIDATES = 3;
/** Longest text and longest list that a bound is overstepped with. */
const MAX_LENGTH = 4_096;
const MAX_ITEMS = 64;

/** Whether the schema of a tool says anything of its arguments. */
export const isConstrained = (schema: unknown): boolean =>
  isObject(schema) &&
  ((isObject(schema['properties']) && Object.keys(schema['properties']).length > 0) ||
    schema['additionalProperties'] === false);

/**
 * For each kind of constraint that the schema has, arguments that violate it and are otherwise right. `undefined` where the
 * right ones are not certainly valid by the schema.
 */
export async function listViolations(call: SafeCall): Promise<readonly Violation[] | undefined> {
  const schema = call.tool['inputSchema'];
  if (!isObject(schema)) return undefined;
  const bent = listCandidates(call);
  const [right, ...verdicts] = await judgeSchemas(
    [call.arguments, ...bent.map((one) => one.arguments)].map((json) => ({ schema, value: { json } })),
  );
  if (right !== 'valid') return undefined;
  const invalid = bent.filter((_, index) => verdicts[index] === 'invalid');
  return KINDS.flatMap((kind) => invalid.find((one) => one.kind === kind) ?? []);
}

/** In how many ways a tool may be called wrongly, as far as its schema shows at a glance. */
export const countKinds = (call: SafeCall): number =>
  new Set(listCandidates(call).map(({ kind }) => kind)).size;

function listCandidates(call: SafeCall): Violation[] {
  const schema = call.tool['inputSchema'];
  if (!isObject(schema)) return [];
  return KINDS.flatMap((kind) =>
    [...MAKERS[kind](schema, call.arguments)].slice(0, MAX_CANDIDATES).map((one) => ({ kind, ...one })),
  );
}

type Maker = (schema: Json, right: Json) => Iterable<Omit<Violation, 'kind'>>;

const MAKERS: Readonly<Record<Violation['kind'], Maker>> = {
  *required(schema, right) {
    for (const name of listRequired(schema)) {
      const { [name]: _, ...rest } = right;
      yield { what: `no ${name}`, arguments: rest };
    }
  },
  type: eachProperty(function* (property) {
    const { type } = property;
    const types = (Array.isArray(type) ? type : [type]) as unknown[];
    if (type === undefined) return;
    if (!types.includes('object')) yield { not: ['what', 'it', 'takes'] };
    else if (!types.includes('array')) yield ['not what it takes'];
  }),
  enum: eachProperty(function* (property) {
    const choices = Array.isArray(property['enum']) ? (property['enum'] as unknown[]) : [property['const']];
    if (choices.some((one) => typeof one === 'string')) yield 'none-of-the-choices';
    const numbers = choices.filter((one) => typeof one === 'number');
    if (numbers.length > 0) yield Math.ceil(numbers.reduce((most, one) => Math.max(most, one))) + 1;
  }),
  bounds: eachProperty(function* (property) {
    const bound = (keyword: string): number | undefined =>
      Number.isSafeInteger(property[keyword]) ? (property[keyword] as number) : undefined;
    const [least, above] = [bound('minimum'), bound('exclusiveMinimum')];
    const [most, below] = [bound('maximum'), bound('exclusiveMaximum')];
    if (least !== undefined) yield least - 1;
    if (above !== undefined) yield above;
    if (most !== undefined) yield most + 1;
    if (below !== undefined) yield below;
    const [shortest, longest] = [bound('minLength'), bound('maxLength')];
    if (shortest !== undefined && shortest > 0) yield '';
    if (longest !== undefined && longest < MAX_LENGTH) yield 'x'.repeat(longest + 1);
    const [fewest, many] = [bound('minItems'), bound('maxItems')];
    if (fewest !== undefined && fewest > 0) yield [];
    if (many !== undefined && many < MAX_ITEMS) yield Array.from({ length: many + 1 }, (_, index) => index);
  }),
  *additional(schema, right) {
    if (schema['additionalProperties'] !== false) return;
    yield { what: 'an argument that it does not know', arguments: { ...right, noSuchArgument: 1 } };
  },
};

/** Values for each property in turn, those that are required first. */
function eachProperty(make: (property: Json) => Iterable<unknown>): Maker {
  return function* (schema, right) {
    const properties = isObject(schema['properties']) ? schema['properties'] : {};
    for (const name of new Set([...listRequired(schema), ...Object.keys(properties)])) {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (!isObject(property)) continue;
      for (const value of make(property))
        yield {
          what: `${name} = ${JSON.stringify(value).slice(0, 80)}`,
          arguments: { ...right, [name]: value },
        };
    }
  };
}

function listRequired(schema: Json): string[] {
  const { required } = schema;
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}
