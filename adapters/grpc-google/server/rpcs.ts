/** The RPCs of the service by the MCP method that each stands for: name, request and response. Written for the server alone. */
export const RPCS = {
  'tools/list': ['ListTools', 'ListToolsRequest', 'ListToolsResponse'],
  'tools/call': ['CallTool', 'CallToolRequest', 'CallToolResponse'],
  'prompts/list': ['ListPrompts', 'ListPromptsRequest', 'ListPromptsResponse'],
  'prompts/get': ['GetPrompt', 'GetPromptRequest', 'GetPromptResponse'],
  'resources/list': ['ListResources', 'ListResourcesRequest', 'ListResourcesResponse'],
  'resources/templates/list': [
    'ListResourceTemplates',
    'ListResourceTemplatesRequest',
    'ListResourceTemplatesResponse',
  ],
  'resources/read': ['ReadResource', 'ReadResourceRequest', 'ReadResourceResponse'],
  'completion/complete': ['Complete', 'CompletionRequest', 'CompletionResponse'],
} as const;

export type Method = keyof typeof RPCS;

export const METHODS = Object.keys(RPCS) as Method[];

export const SERVICE = 'model_context_protocol.Mcp';

/** As in the URL of a call. */
export const getRpcPath = (method: Method): string => `/${SERVICE}/${RPCS[method][0]}`;
