import type { Revision } from '../../adapters/revision.js';
import type { Sender } from './names.js';
import type { Definitions, Official } from './official.test.helper.js';
import type { Schema } from './schema/json.js';

/** A message about which our contract and the official schema disagree. */
export interface Difference {
  revision: Revision;
  theirs: Official;
  sender: Sender;
  document: Readonly<Record<string, unknown>>;
  answers: string | undefined;
  /** True where only ours refuses the message. */
  stricter: boolean;
}

/** Where our contract differs from the official schema on purpose. */
interface Deviation {
  name: string;
  reason: string;
  /** The definitions as they would have to be for the official schema to agree … */
  amend?: (definitions: Definitions) => Definitions;
  /** … or, where a schema cannot say it, the messages that are meant. */
  explains?: (difference: Difference) => boolean;
}

const member = (document: Difference['document'], part: string, name: string): unknown =>
  (document[part] as Record<string, unknown> | null | undefined)?.[name];

/** The official definitions of error responses by their code; no union of the schema refers to them. */
const ERRORS: Readonly<Record<string, string>> = {
  '-32042': 'URLElicitationRequiredError',
  '-32021': 'MissingRequiredClientCapabilityError',
  '-32022': 'UnsupportedProtocolVersionError',
};

const validByType = (difference: Difference): boolean => {
  const { document, answers, theirs } = difference;
  const [own = '', ...others] = theirs.results(answers ?? '');
  const type = member(document, 'result', 'resultType');
  if (type === 'complete') return theirs.valid(own, document['result']);
  if (type === 'input_required')
    return others.length > 0 && theirs.valid('InputRequiredResult', document['result']);
  return theirs.valid('Result', document['result']);
};

const without = (schema: Schema | undefined, ...members: string[]): Schema => ({
  ...schema,
  not: { anyOf: members.map((name) => ({ required: [name] })) },
});

export const DEVIATIONS: readonly Deviation[] = [
  {
    name: 'request-without-id',
    reason:
      'Up to 2025-06-18 a request without an id passes as a notification; a method is one or the other.',
    explains: ({ stricter, document, theirs }) =>
      stricter && !('id' in document) && isKnown(theirs, 'Request', document['method']),
  },
  {
    name: 'notification-with-id',
    reason: 'Open objects let an id into a notification; JSON-RPC and the specification forbid it.',
    explains: ({ stricter, document, theirs }) =>
      stricter && 'id' in document && isKnown(theirs, 'Notification', document['method']),
  },
  {
    name: 'result-and-error',
    reason: 'Open objects let both into a response; JSON-RPC and the specification forbid it.',
    explains: ({ stricter, document }) => stricter && 'result' in document && 'error' in document,
  },
  {
    name: 'error-id',
    reason: 'JSON-RPC wants a null id where none could be read, MCP none at all: either is right.',
    explains: ({ stricter, document }) =>
      !stricter && 'error' in document && (document['id'] ?? null) === null,
  },
  {
    name: 'error-data',
    reason: 'An error with a code that MCP defines carries the data that MCP defines for it.',
    explains: ({ stricter, document, theirs }) => {
      const name = ERRORS[String(member(document, 'error', 'code'))];
      return (
        stricter &&
        name !== undefined &&
        name in theirs.definitions &&
        !theirs.valid(name, { ...document, id: 1 })
      );
    },
  },
  {
    name: 'result-type',
    reason:
      'The schema of input_required lets any object pass for it; the specification has the type decide, only three ' +
      'methods ask for input, and the types of extensions are open.',
    explains: (difference) =>
      difference.revision === '2026-07-28' &&
      'result' in difference.document &&
      validByType(difference) !== difference.stricter,
  },
  {
    name: 'input-required-of-nothing',
    reason: 'The specification asks for input requests, a request state, or both.',
    explains: ({ stricter, document }) =>
      stricter &&
      member(document, 'result', 'resultType') === 'input_required' &&
      member(document, 'result', 'inputRequests') === undefined &&
      member(document, 'result', 'requestState') === undefined,
  },
  {
    name: 'json-values',
    reason:
      'Any JSON may stand in a capability; the generated schema lost null and fractions on the way from its source.',
    amend: (definitions): Definitions => ('JSONValue' in definitions ? { JSONValue: {} } : {}),
  },
  {
    name: 'elicited-fractions',
    reason:
      'A form may ask for a number, so the answer may be a fraction; the generated schema made it an integer.',
    amend: ({ ElicitResult: result }): Definitions => {
      if (!result) return {};
      const text = JSON.stringify(result).replaceAll('"integer"', '"number"');
      return { ElicitResult: JSON.parse(text) as Schema };
    },
  },
  {
    name: 'fields-by-kind',
    reason:
      'A choice with broken options passes as a plain text field; it is held against what it means to be.',
    amend: (definitions) =>
      Object.fromEntries(
        Object.entries({
          StringSchema: ['enum', 'oneOf'],
          UntitledSingleSelectEnumSchema: ['oneOf', 'enumNames'],
        })
          .filter(([name]) => name in definitions)
          .map(([name, others]) => [name, without(definitions[name], ...others)]),
      ),
  },
];

const isKnown = (theirs: Official, kind: 'Request' | 'Notification', method: unknown): boolean =>
  ['Client', 'Server'].some((party) => Object.hasOwn(theirs.unions[party + kind] ?? {}, String(method)));
