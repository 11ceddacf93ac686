/** The lists of MCP, and the capability that having one amounts to where nothing is declared. */
export const NATIVE_LISTS = [
  { method: 'tools/list', capability: 'tools' },
  { method: 'prompts/list', capability: 'prompts' },
  { method: 'resources/list', capability: 'resources' },
  { method: 'resources/templates/list', capability: 'resources' },
] as const;
