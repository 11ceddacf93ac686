/** The few shapes of JSON Schema (2020-12) that the contract is written in. */

export type Schema = Readonly<Record<string, unknown>>;
export type Properties = Readonly<Record<string, Schema>>;

export const text: Schema = { type: 'string' };
export const integer: Schema = { type: 'integer' };
export const number: Schema = { type: 'number' };
export const boolean: Schema = { type: 'boolean' };
export const anyObject: Schema = { type: 'object' };
export const anything: Schema = {};

/** Formats are ours (`formats.ts`): linear in the length of the text, whoever wrote it. */
export const base64: Schema = { type: 'string', format: 'byte' };
export const uri: Schema = { type: 'string', format: 'uri' };
export const uriTemplate: Schema = { type: 'string', format: 'uri-template' };

export const literal = (value: string | number): Schema => ({ const: value });
export const oneWord = (...words: string[]): Schema => ({ type: 'string', enum: words });
export const list = (items: Schema): Schema => ({ type: 'array', items });
export const map = (values: Schema): Schema => ({ type: 'object', additionalProperties: values });
export const ref = (definition: string): Schema => ({ $ref: `#/$defs/${definition}` });

/** An object that may carry any further member, as every object of MCP does. */
export const object = (required: Properties, optional: Properties = {}): Schema => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
});

/** Exactly one of several objects, told apart by a member with a fixed value. */
export const tagged = (tag: string, ...kinds: Schema[]): Schema => ({
  type: 'object',
  required: [tag],
  discriminator: { propertyName: tag },
  oneOf: kinds,
});

/**
 * The first kind whose condition holds, else the last. Unlike `anyOf` it names what is wrong with the kind that was
 * meant, and a member that belongs to another kind excuses nothing.
 */
export const decide = (
  kinds: readonly (readonly [condition: Schema, schema: Schema])[],
  last: Schema,
): Schema =>
  kinds.reduceRight(
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    (otherwise, [condition, schema]) => ({ if: condition, then: schema, else: otherwise }),
    last,
  );

export const has = (member: string): Schema => ({ required: [member] });
export const is = (member: string, value: string | number): Schema => ({
  required: [member],
  properties: { [member]: { const: value } },
});
