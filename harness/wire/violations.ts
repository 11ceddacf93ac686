/** Turns schema failures into short messages, each with a JSON Pointer into the message. */
import { cutText } from '../../adapters/cut.js';

/** What Ajv says of one failed keyword; only what is used here. */
export interface SchemaFailure {
  instancePath: string;
  keyword: string;
  message?: string;
  params: Record<string, unknown>;
  /** The schema that the keyword stands in. */
  parentSchema?: {
    required?: readonly string[];
    not?: { required?: readonly string[]; const?: unknown };
    anyOf?: readonly { required?: readonly string[] }[];
  };
  data?: unknown;
}

export interface Violation {
  /** JSON Pointer (RFC 6901) into the message, cut where a hostile name makes it long. */
  pointer: string;
  /** Short, for people: `must have required property 'mimeType'`. */
  message: string;
}

/** No message needs more to be refused, and a hostile batch could hold millions. */
export const MAX_VIOLATIONS = 10;
const MAX_TEXT = 200;

const cut = (text: string): string => cutText(text, { head: MAX_TEXT }).text;

export const makeViolation = (pointer: string, message: string): Violation => ({
  pointer: cut(pointer),
  message: cut(message),
});

const FORMATS: Readonly<Record<string, string>> = {
  byte: 'base64 text',
  uri: 'an absolute URI',
  'uri-template': 'a URI template',
};

const names = (properties: readonly string[]): string => properties.map((name) => `'${name}'`).join(' or ');

const say = ({ keyword, message, params, parentSchema }: SchemaFailure): string => {
  switch (keyword) {
    case 'format':
      return `must be ${FORMATS[String(params['format'])] ?? 'of its format'}`;
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}`;
    case 'enum':
      return `must be one of ${JSON.stringify(params['allowedValues'])}`;
    case 'discriminator':
      return 'must be a kind that the schema knows';
    case 'anyOf':
      return `must have ${names((parentSchema?.anyOf ?? []).flatMap(({ required }) => required ?? []))}`;
    case 'not':
      return parentSchema?.not?.required
        ? `must not have ${names(parentSchema.not.required)}`
        : `must not be ${JSON.stringify(parentSchema?.not?.const)} here`;
    default:
      return message ?? 'is not valid';
  }
};

/** Ajv stops at the first property that is missing; its siblings are worth telling at once. */
const missing = ({ parentSchema, data }: SchemaFailure): readonly string[] =>
  (parentSchema?.required ?? []).filter((name) => (data as Record<string, unknown>)[name] === undefined);

/** The failed keywords of one message, each told once: `if` repeats its branch, and `anyOf` speaks for its own. */
export const toViolations = (failures: readonly SchemaFailure[]): readonly Violation[] => {
  const any = failures.find(({ keyword }) => keyword === 'anyOf');
  const told = any ? [any] : failures.filter(({ keyword }) => keyword !== 'if');
  return told
    .flatMap((failure) =>
      failure.keyword === 'required'
        ? missing(failure).map((name) =>
            makeViolation(failure.instancePath, `must have required property '${name}'`),
          )
        : makeViolation(
            failure.keyword === 'discriminator'
              ? `${failure.instancePath}/${String(failure.params['tag'])}`
              : failure.instancePath,
            say(failure),
          ),
    )
    .slice(0, MAX_VIOLATIONS);
};
