/** What Ajv says of one failed keyword; only what is used here. */
export interface Failure {
  instancePath: string;
  keyword: string;
  message?: string;
  params: Record<string, unknown>;
}

export interface Violation {
  /** JSON Pointer (RFC 6901) into the message, cut where a hostile name makes it long. */
  pointer: string;
  /** Short, for people: `must have required property 'mimeType'`. */
  message: string;
}

/** No message needs more to be refused, and a hostile one could hold millions. */
export const MAX_VIOLATIONS = 10;
const MAX_TEXT = 200;

const cut = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

export const violation = (pointer: string, message: string): Violation => ({
  pointer: cut(pointer),
  message: cut(message),
});

const FORMATS: Readonly<Record<string, string>> = {
  byte: 'must be base64 text',
  uri: 'must be an absolute URI',
  'uri-template': 'must be a URI template',
};

const say = ({ keyword, message, params }: Failure): string => {
  switch (keyword) {
    case 'format':
      return FORMATS[String(params['format'])] ?? 'must match its format';
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}`;
    case 'enum':
      return `must be one of ${JSON.stringify(params['allowedValues'])}`;
    case 'discriminator':
      return `must be a known "${String(params['tag'])}"`;
    case 'not':
      return 'must not be so here';
    default:
      return message ?? 'is not valid';
  }
};

/** A failed `if` repeats what its branch said; a failed `anyOf` stands after what each branch said. */
export const violationsOf = (failures: readonly Failure[]): readonly Violation[] => {
  const told = failures.filter(({ keyword }) => keyword !== 'if' && keyword !== 'anyOf');
  const messages = new Map<string, string[]>();
  for (const failure of told) {
    const pointer =
      failure.keyword === 'discriminator'
        ? `${failure.instancePath}/${String(failure.params['tag'])}`
        : failure.instancePath;
    messages.set(pointer, [...(messages.get(pointer) ?? []), say(failure)]);
  }
  return [...messages]
    .slice(0, MAX_VIOLATIONS)
    .map(([pointer, all]) => violation(pointer, [...new Set(all)].join(' or ')));
};
