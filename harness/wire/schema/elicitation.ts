/** Schemas of `elicitation/create`, by which a server asks the user to fill in a form or open a URL. */
import type { Area, RevisionScope } from './area.js';
import { requestParams, result } from './base.js';
import {
  boolean,
  decide,
  has,
  integer,
  is,
  list,
  literal,
  map,
  number,
  object,
  oneWord,
  ref,
  text,
  uri,
  type Properties,
  type Schema,
} from './json.js';
import { orTask, taskAugmented } from './tasks.js';

/** The flat schema of one field of a form. */
const fieldSchemas = ({ since }: RevisionScope): Properties => {
  const described = { title: text, description: text };
  const preset = (value: Schema): Properties => (since('2025-11-25') ? { default: value } : {});
  const option = object({ const: text, title: text });
  const many = { ...described, default: list(text), minItems: integer, maxItems: integer };
  const string = { type: literal('string') };
  return {
    BooleanSchema: object({ type: literal('boolean') }, { ...described, default: boolean }),
    NumberSchema: object(
      { type: oneWord('integer', 'number') },
      { ...described, minimum: number, maximum: number, ...preset(number) },
    ),
    StringSchema: object(string, {
      ...described,
      format: oneWord('date', 'date-time', 'email', 'uri'),
      minLength: integer,
      maxLength: integer,
      ...preset(text),
    }),
    UntitledSingleSelectEnumSchema: object(
      { ...string, enum: list(text) },
      { ...described, enumNames: list(text), ...preset(text) },
    ),
    ...(since('2025-11-25') && {
      TitledSingleSelectEnumSchema: object(
        { ...string, oneOf: list(option) },
        { ...described, default: text },
      ),
      UntitledMultiSelectEnumSchema: object(
        { type: literal('array'), items: object({ ...string, enum: list(text) }) },
        many,
      ),
      TitledMultiSelectEnumSchema: object(
        { type: literal('array'), items: object({ anyOf: list(option) }) },
        many,
      ),
    }),
  };
};

const fieldSchema = ({ since }: RevisionScope): Schema => {
  const titledItems = { required: ['items'], properties: { items: has('anyOf') } };
  return {
    ...object({
      type: oneWord('string', 'number', 'integer', 'boolean', ...(since('2025-11-25') ? ['array'] : [])),
    }),
    ...decide(
      [
        [is('type', 'boolean'), ref('BooleanSchema')],
        [is('type', 'number'), ref('NumberSchema')],
        [is('type', 'integer'), ref('NumberSchema')],
        ...(since('2025-11-25')
          ? ([
              [{ allOf: [is('type', 'array'), titledItems] }, ref('TitledMultiSelectEnumSchema')],
              [is('type', 'array'), ref('UntitledMultiSelectEnumSchema')],
              [has('oneOf'), ref('TitledSingleSelectEnumSchema')],
            ] as const)
          : []),
        [has('enum'), ref('UntitledSingleSelectEnumSchema')],
      ],
      ref('StringSchema'),
    ),
  };
};

export const elicitation = (at: RevisionScope): Area => {
  const { since, until, revision } = at;
  if (until('2025-03-26')) return {};
  const params = (required: Properties, optional: Properties = {}): Schema =>
    until('2025-11-25')
      ? requestParams(at, required, { ...optional, ...taskAugmented(at) })
      : object(required, optional);
  const requestedSchema = object(
    { type: literal('object'), properties: map(ref('PrimitiveSchemaDefinition')) },
    { required: list(text), ...(since('2025-11-25') && { $schema: text }) },
  );
  const value = { type: ['string', 'number', 'boolean'] };
  const answer: Properties = { action: oneWord('accept', 'decline', 'cancel') };
  const filled: Properties = {
    content: map(since('2025-11-25') ? decide([[{ type: 'array' }, list(text)]], value) : value),
  };
  const form = params(
    { message: text, requestedSchema },
    since('2025-11-25') ? { mode: literal('form') } : {},
  );
  return {
    definitions: {
      ...fieldSchemas(at),
      PrimitiveSchemaDefinition: fieldSchema(at),
      ElicitRequestFormParams: form,
      ...(since('2025-11-25') && {
        ElicitRequestURLParams: params({
          mode: literal('url'),
          message: text,
          url: uri,
          ...(revision === '2025-11-25' && { elicitationId: text }),
        }),
      }),
      ElicitRequestParams: since('2025-11-25')
        ? decide([[is('mode', 'url'), ref('ElicitRequestURLParams')]], ref('ElicitRequestFormParams'))
        : ref('ElicitRequestFormParams'),
      ElicitResult: until('2025-11-25') ? result(at, answer, filled) : object(answer, filled),
    },
    requests: until('2025-11-25')
      ? {
          'elicitation/create': {
            from: 'server',
            params: ref('ElicitRequestParams'),
            result: orTask(at, ref('ElicitResult'), 'action'),
          },
        }
      : {},
    notifications:
      revision === '2025-11-25'
        ? {
            'notifications/elicitation/complete': {
              from: 'server',
              params: object({ elicitationId: text }),
            },
          }
        : {},
  };
};
