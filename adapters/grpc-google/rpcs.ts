/** The RPCs of the service, by the MCP method that each stands for. Methods without a row cannot be said. */
export interface Rpc {
  readonly name: string;
  readonly request: string;
  readonly response: string;
}

const rpc = (name: string, stem = name): Rpc => ({
  name,
  request: `${stem}Request`,
  response: `${stem}Response`,
});

export const rpcs = {
  'tools/list': rpc('ListTools'),
  'tools/call': rpc('CallTool'),
  'prompts/list': rpc('ListPrompts'),
  'prompts/get': rpc('GetPrompt'),
  'resources/list': rpc('ListResources'),
  'resources/templates/list': rpc('ListResourceTemplates'),
  'resources/read': rpc('ReadResource'),
  'completion/complete': rpc('Complete', 'Completion'),
} as const satisfies Record<string, Rpc>;

export type Method = keyof typeof rpcs;

export const isMethod = (value: unknown): value is Method =>
  typeof value === 'string' && Object.hasOwn(rpcs, value);

export const SERVICE = 'model_context_protocol.Mcp';

export const formatRpcPath = ({ name }: Rpc, service = SERVICE): string => `/${service}/${name}`;

/** The RPC of a full method path, by the name of its method; `undefined` where there is none. */
export const findRpc = (path: string): [Method, Rpc] | undefined =>
  (Object.entries(rpcs) as [Method, Rpc][]).find(([, { name }]) => path.endsWith(`/${name}`));
