/** The small tools that the honest servers offer: echo, sum and epoch. */
import { RefusalError, type Message, type VariantTool } from './message.js';

const text = (value: string): Message => ({ content: [{ type: 'text', text: value }], isError: false });

/** Two tools without side effects; `annotated` says so to the client. */
export function makePlainTools(annotated: boolean): readonly VariantTool[] {
  const annotations = annotated ? { annotations: { readOnlyHint: true, openWorldHint: false } } : {};
  const tool = (
    name: string,
    properties: Record<string, Message>,
    call: VariantTool['call'],
  ): VariantTool => ({
    definition: {
      name,
      description: `The ${name} of what it is given`,
      inputSchema: { type: 'object', properties, required: Object.keys(properties) },
      ...annotations,
    },
    call,
  });
  return [
    tool('echo', { text: { type: 'string' } }, ({ text: said }) =>
      typeof said === 'string' ? text(said) : wrong('text must be a string'),
    ),
    tool('sum', { a: { type: 'number' }, b: { type: 'number' } }, ({ a, b }) =>
      typeof a === 'number' && typeof b === 'number' ? text(String(a + b)) : wrong('a and b must be numbers'),
    ),
  ];
}

/** What a model can correct itself is a result, not a protocol error. */
const wrong = (why: string): Message => ({ content: [{ type: 'text', text: why }], isError: true });

/** A tool that needs no arguments at all. */
export const clock: VariantTool = {
  definition: {
    name: 'epoch',
    description: 'The beginning of time',
    inputSchema: { type: 'object', additionalProperties: false },
    annotations: { readOnlyHint: true },
  },
  call: (args) => {
    if (Object.keys(args).length > 0) throw new RefusalError(-32602, 'No arguments are known');
    return text('1970-01-01T00:00:00Z');
  },
};

/** A tool that says what it returns, and not whether it may be called. */
export const today: VariantTool = {
  definition: {
    name: 'today',
    description: 'The day of the beginning of time',
    inputSchema: { type: 'object' },
    outputSchema: { type: 'object', properties: { day: { type: 'string' } }, required: ['day'] },
  },
  call: () => {
    const structuredContent = { day: 'Thursday' };
    return { ...text(JSON.stringify(structuredContent)), structuredContent };
  },
};
