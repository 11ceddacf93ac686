/** Finds the `x-mcp-header` annotations in the input schema of a tool. */
import { isObject } from '../../adapters/json.js';

const KEYWORD = 'x-mcp-header';
const MAX_DEPTH = 32;
const MAX_FOUND = 200;

export interface HeaderAnnotation {
  /** Of the annotation inside the schema. */
  pointer: string;
  name: unknown;
  /** Whether the annotated property is a string, an integer or a boolean. */
  primitive: boolean;
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
        primitive: ['string', 'integer', 'boolean'].includes(String(value['type'])),
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

/** Keywords that hold values and no schemas. */
const DATA = new Set(['default', 'const', 'enum', 'examples', KEYWORD]);
