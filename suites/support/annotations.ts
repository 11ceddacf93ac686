/** Finds the `x-mcp-header` annotations in the input schema of a tool. */
import { isObject, type Json } from '../../adapters/json.js';

const KEYWORD = 'x-mcp-header';
const MAX_DEPTH = 32;
const MAX_FOUND = 200;

export interface HeaderAnnotation {
  /** Of the annotation inside the schema. */
  pointer: string;
  name: unknown;
  /** Whether the annotated property is a string, an integer or a boolean; `undefined` where its schema leaves that open. */
  primitive: boolean | undefined;
  /** Whether only `properties` keywords lead to it from the root. */
  reachable: boolean;
}

/** Every annotation of an input schema, wherever it stands; bounded in depth and number. */
export function listHeaderAnnotations(schema: unknown): readonly HeaderAnnotation[] {
  const found: HeaderAnnotation[] = [];
  walk(schema, '', false, MAX_DEPTH);
  return found;

  /** `reachable`: a property, by a chain of `properties`; the root itself is none. */
  function walk(value: unknown, pointer: string, reachable: boolean, depth: number): void {
    if (depth === 0 || found.length >= MAX_FOUND || typeof value !== 'object' || value === null) return;
    if (isObject(value) && Object.hasOwn(value, KEYWORD)) {
      found.push({
        pointer: `${pointer}/${KEYWORD}`,
        name: value[KEYWORD],
        primitive: isPrimitive(value),
        reachable,
      });
    }
    for (const [key, inner] of Object.entries(value)) {
      if (DATA.has(key)) continue;
      const below = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (key === 'properties' && isObject(inner) && (reachable || pointer === '')) {
        for (const [name, property] of Object.entries(inner)) {
          walk(property, `${below}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, true, depth - 1);
        }
      } else walk(inner, below, false, depth - 1);
    }
  }
}

const PRIMITIVES: readonly unknown[] = ['string', 'integer', 'boolean'];

/** By its type, or by its choices where it names none. `null` beside a type says that there may be no value to mirror. */
function isPrimitive({ type, enum: choices, const: only }: Json): boolean | undefined {
  const types = (Array.isArray(type) ? (type as unknown[]) : [type]).filter((one) => one !== 'null');
  if (type !== undefined && types.length > 0) return types.every((one) => PRIMITIVES.includes(one));
  const values = (Array.isArray(choices) ? (choices as unknown[]) : [only]).filter((one) => one !== null);
  if (values.length === 0 || values[0] === undefined) return type === undefined ? undefined : false;
  return values.every(
    (one) => typeof one === 'string' || typeof one === 'boolean' || Number.isSafeInteger(one),
  );
}

/** Another value than a mirrored one: for a number also where both are read as numbers, as servers should. */
export function makeDifferent(mirrored: string): string {
  return /^-?\d+$/.test(mirrored) ? String(mirrored === '1' ? 2 : 1) : `${mirrored}0`;
}

/** Keywords that hold values and no schemas. */
const DATA = new Set(['default', 'const', 'enum', 'examples', KEYWORD]);
