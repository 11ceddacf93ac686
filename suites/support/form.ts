/** Fills in the form of an elicitation as its schema asks, with a text that can be found again. */
import { isObject, type Json } from '../../adapters/json.js';

/** A value for each property of a flat form; `text` is what the user types wherever text may stand. */
export function fillForm(schema: unknown, text: string): Json {
  const properties = isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      valueFor(isObject(property) ? property : {}, text),
    ]),
  );
}

/** The answer to a request for a form: everything in it is filled in and sent. */
export function acceptForm(params: unknown, text: string): Json {
  const schema = isObject(params) ? params['requestedSchema'] : undefined;
  return { action: 'accept', content: fillForm(schema, text) };
}

function valueFor(property: Json, text: string): unknown {
  const { type, items } = property;
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return numberFor(property, type === 'integer');
  if (type === 'array') {
    const choices = isObject(items) ? listChoices(items) : [];
    return choices.slice(0, Math.max(1, asCount(property['minItems']) ?? 1));
  }
  return listChoices(property)[0] ?? textFor(property, text);
}

/** The texts that a property or an item may be, where it has a choice of them. */
function listChoices(property: Json): string[] {
  const titled = [property['oneOf'], property['anyOf']].flatMap((options) =>
    Array.isArray(options) ? options.map((option) => (isObject(option) ? option['const'] : undefined)) : [],
  );
  const plain: unknown[] = Array.isArray(property['enum']) ? property['enum'] : [];
  return [...plain, ...titled].filter((choice) => typeof choice === 'string');
}

function numberFor({ minimum, maximum }: Json, whole: boolean): number {
  const least = typeof minimum === 'number' ? minimum : Number.NEGATIVE_INFINITY;
  const most = typeof maximum === 'number' ? maximum : Number.POSITIVE_INFINITY;
  const value = Math.min(Math.max(1, least), most);
  if (!whole) return value;
  return Math.ceil(value) <= most ? Math.ceil(value) : Math.floor(value);
}

/** The formats that a form may ask for (schema of MCP, `StringSchema`). */
const FORMATS: Readonly<Record<string, (text: string) => string>> = {
  email: (text) => `${text}@example.com`,
  uri: (text) => `https://example.com/${text}`,
  date: () => '2026-01-31',
  'date-time': () => '2026-01-31T12:00:00Z',
};

/** Characters that a text is made longer to at most: what a schema asks for has no bound. */
const MAX_LENGTH = 10_000;

function textFor({ format, minLength, maxLength }: Json, text: string): string {
  const formatted = FORMATS[String(format)]?.(text);
  if (formatted !== undefined) return formatted;
  const least = Math.min(asCount(minLength) ?? 0, MAX_LENGTH);
  return text.padEnd(least, 'x').slice(0, asCount(maxLength) ?? MAX_LENGTH);
}

const asCount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
