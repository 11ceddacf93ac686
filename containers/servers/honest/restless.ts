/** Tools of a server whose list changes with time, and with parameters that are mirrored into headers. */
import type { Message, VariantTool } from './message.js';
import { RefusalError } from './message.js';

const HEADER = 'x-mcp-header';

/** Mirrored by every way of saying that a value is primitive: a type, one beside null, and choices without a type. */
const PROPERTIES: Readonly<Record<string, Message>> = {
  n: { type: 'integer', minimum: 0, maximum: 10, [HEADER]: 'N' },
  zone: { type: ['string', 'null'], [HEADER]: 'Zone' },
  region: { enum: ['eu', 'us'], [HEADER]: 'Region' },
};

/** Gives a page by its number, and holds to what its schema says. */
const page: VariantTool = {
  definition: {
    name: 'page',
    description: 'Gives a page by its number',
    inputSchema: { type: 'object', properties: PROPERTIES, required: ['n'], additionalProperties: false },
    annotations: { readOnlyHint: true },
  },
  call: ({ n, zone = null, region, ...more }) => {
    const isPage = Number.isInteger(n) && Number(n) >= 0 && Number(n) <= 10;
    const isPlace =
      (zone === null || typeof zone === 'string') && [undefined, 'eu', 'us'].includes(region as string);
    if (!isPage || !isPlace || Object.keys(more).length > 0)
      throw new RefusalError(-32602, 'n is a number from 0 to 10');
    return { content: [{ type: 'text', text: `page ${String(n)}` }], isError: false };
  },
};

/** The page, and a tool that is another one every few milliseconds. */
export const listRestlessTools = (): readonly VariantTool[] => [
  page,
  {
    definition: {
      name: `t${Math.floor(performance.now() / 2)}`,
      description: 'Of this moment',
      inputSchema: { type: 'object' },
    },
    call: () => ({ content: [{ type: 'text', text: 'gone' }] }),
  },
];

/**
 * What a request should have mirrored and did not, or otherwise; nothing where all is well. Numbers are compared as
 * numbers, and what is null or absent has no header.
 */
export function findUnmirrored(
  tools: readonly VariantTool[],
  params: Message,
  header: (name: string) => string | undefined,
): string | undefined {
  const schema = tools.find(({ definition }) => definition.name === params['name'])?.definition[
    'inputSchema'
  ];
  const properties = ((schema as Message | undefined)?.['properties'] ?? {}) as Record<string, Message>;
  const args = (params['arguments'] ?? {}) as Message;
  for (const [name, property] of Object.entries(properties)) {
    const mirrored = property[HEADER];
    const value = args[name];
    // A value of another type is none that could be mirrored.
    if (typeof mirrored !== 'string' || (typeof value !== 'string' && typeof value !== 'number')) continue;
    const given = header(`mcp-param-${mirrored.toLowerCase()}`);
    const isSame = typeof value === 'number' ? isNumber(given, value) : given === value;
    if (!isSame) return `Mcp-Param-${mirrored}`;
  }
  return undefined;
}

const isNumber = (text: string | undefined, value: number): boolean =>
  text !== undefined && /^-?\d+(\.\d+)?$/.test(text) && Number(text) === value;
