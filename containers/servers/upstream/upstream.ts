/** A server to put behind a gateway: it has words that only it knows, and tells all that reached it. */
import type { IncomingHttpHeaders } from 'node:http';
import { randomUUID } from 'node:crypto';
import { serveVariantOverHttp } from '../honest/http.js';
import { RefusalError, type Message, type Variant, type VariantTool } from '../honest/message.js';

/** What reached the server with one POST. */
export interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly message: unknown;
}

export interface UpstreamOptions {
  /** Letters, digits and hyphens. */
  readonly name: string;
  readonly port: number;
  /** Told of every POST. */
  readonly record?: (heard: Heard) => void;
}

/** POSTs that the server remembers, to tell of them. */
const MAX_HEARD = 500;

/** Serves it on the loopback interface; resolves with its address. */
export async function serveUpstream({ name, port, record }: UpstreamOptions): Promise<string> {
  const makeWord = (place: string): string => `${name}-${place}-${randomUUID().replaceAll('-', '')}`;
  const words = { result: makeWord('result'), cookie: makeWord('cookie'), meta: makeWord('meta') };
  const heard: Heard[] = [];
  const tools = [
    makeTool(name, 'echo', { text: { type: 'string' } }, ({ text }) => {
      if (typeof text !== 'string') throw new RefusalError(-32602, 'text must be a string');
      return text;
    }),
    makeTool(name, 'note', {}, () => words.result),
    makeTool(name, 'record', {}, () => JSON.stringify({ words, heard })),
  ];
  const variant: Variant = {
    capabilities: { tools: {} },
    tools,
    headers: { 'set-cookie': `upstream=${words.cookie}; Path=/` },
    embellish: (method, result) =>
      method === 'tools/call'
        ? { ...result, _meta: { ...(result['_meta'] as Message | undefined), 'upstream/word': words.meta } }
        : result,
    heard: (headers, message) => {
      record?.({ headers, message });
      heard.push({ headers, message });
      if (heard.length > MAX_HEARD) heard.shift();
    },
  };
  return serveVariantOverHttp(variant, port);
}

/** Its description says whose tool it is: a gateway may give it another name. */
const makeTool = (
  name: string,
  kind: string,
  properties: Record<string, Message>,
  say: (args: Message) => string,
): VariantTool => ({
  definition: {
    name: `${name}_${kind}`,
    description: `mcptc upstream "${name}": ${kind}`,
    inputSchema: { type: 'object', properties, required: Object.keys(properties) },
    annotations: { readOnlyHint: true },
  },
  call: (args) => ({ content: [{ type: 'text', text: say(args) }], isError: false }),
});
