/**
 * The messages of `proto/mcp_google.proto`, written down a second time by hand. The client reads that file; a number or a
 * type that is wrong on one side is seen by the other.
 */

export interface MessageField {
  readonly name: string;
  readonly number: number;
  /** A scalar, an enumeration or a message, by its name. */
  readonly type: string;
  /** `present`: one value, and whether it was sent can be told even where it is the type's zero. */
  readonly how: 'one' | 'present' | 'many' | 'map';
}

export type Messages = Readonly<Record<string, readonly MessageField[]>>;

/** The names of the values, by their number. */
export const ENUMS: Readonly<Record<string, readonly string[]>> = {
  ResultType: ['RESULT_TYPE_UNSPECIFIED', 'RESULT_TYPE_COMPLETE', 'RESULT_TYPE_INPUT_REQUIRED'],
  CacheScope: ['CACHE_SCOPE_UNSPECIFIED', 'CACHE_SCOPE_PUBLIC', 'CACHE_SCOPE_PRIVATE'],
  LogLevel: [
    'LOG_LEVEL_UNKNOWN',
    'LOG_LEVEL_DEBUG',
    'LOG_LEVEL_INFO',
    'LOG_LEVEL_NOTICE',
    'LOG_LEVEL_WARNING',
    'LOG_LEVEL_ERROR',
    'LOG_LEVEL_CRITICAL',
    'LOG_LEVEL_ALERT',
    'LOG_LEVEL_EMERGENCY',
  ],
  IncludeContext: ['NONE', 'THIS_SERVER', 'ALL_SERVERS'],
  Format: ['FORMAT_UNKNOWN', 'FORMAT_EMAIL', 'FORMAT_URI', 'FORMAT_DATE', 'FORMAT_DATE_TIME'],
  Action: ['UNKNOWN', 'TYPE_ACCEPT', 'TYPE_DECLINE', 'TYPE_CANCEL'],
  Role: ['ROLE_UNKNOWN', 'ROLE_USER', 'ROLE_ASSISTANT'],
  Theme: ['THEME_UNSPECIFIED', 'THEME_LIGHT', 'THEME_DARK'],
};

/**
 * A message a paragraph: name, number and type of each field. `*` is a list, `{}` a map from text, `?` a field with
 * presence; a field that is a message has it in any case.
 */
const TABLE = `
RequestFields: metadata 1 Struct, cursor 2 string, progress 3 ProgressNotification, logLevel 4 LogLevel,
  taskId 5 string, inputResponses{} 6 InputResponse, resumeData 7 Struct, requestState? 8 string
ResponseFields: instructions 1 string, metadata 2 Struct, nextCursor 3 string, progress 4 ProgressNotification,
  logMessage 5 LogMessage, taskId 6 string, inputRequests{} 7 InputRequest, resumeData 8 Struct,
  resultType 9 ResultType, requestState? 10 string
ProgressNotification: progressToken 1 string, progress 2 float, total 3 float, message 4 string
LogMessage: logLevel 1 LogLevel, logger 2 string, data 3 Value

ListToolsRequest: common 1 RequestFields
ListToolsResponse: common 1 ResponseFields, tools* 2 Tool, ttl 3 Duration, cacheScope 4 CacheScope
Tool: name 1 string, description 2 string, inputSchema 3 Struct, annotations 4 ToolAnnotations,
  outputSchema 5 Struct, title 6 string, icons* 7 Icon, metadata 8 Struct
ToolAnnotations: title 1 string, readOnlyHint 2 bool, destructiveHint 3 bool, idempotentHint 4 bool,
  openWorldHint 5 bool
CallToolRequest: common 1 RequestFields, request 2 ToolCall
ToolCall: name 1 string, arguments 2 Struct
CallToolResponse: common 1 ResponseFields, content* 2 ToolContent, structuredContent 3 Struct, isError 4 bool
ToolContent: text 1 TextContent, image 2 ImageContent, audio 3 AudioContent,
  embeddedResource 4 EmbeddedResource, resourceLink 7 Resource

ListPromptsRequest: common 1 RequestFields
ListPromptsResponse: common 1 ResponseFields, prompts* 2 Prompt, ttl 3 Duration, cacheScope 4 CacheScope
Prompt: name 1 string, description 2 string, arguments* 3 PromptArgument, title 4 string, icons* 5 Icon,
  metadata 6 Struct
PromptArgument: name 1 string, description 2 string, required 3 bool, title 4 string
GetPromptRequest: common 1 RequestFields, name 2 string, arguments{} 3 string
GetPromptResponse: common 1 ResponseFields, description 2 string, messages* 3 PromptMessage
PromptMessage: role 1 Role, text 2 TextContent, image 3 ImageContent, audio 4 AudioContent,
  embeddedResource 5 EmbeddedResource, resourceLink 6 Resource

ListResourcesRequest: common 1 RequestFields
ListResourcesResponse: common 1 ResponseFields, resources* 2 Resource, ttl 3 Duration, cacheScope 4 CacheScope
Resource: uri 1 string, name 2 string, description 3 string, mimeType 4 string, annotations 5 Annotations,
  size 6 uint64, title 7 string, icons* 8 Icon, metadata 9 Struct
ListResourceTemplatesRequest: common 1 RequestFields
ListResourceTemplatesResponse: common 1 ResponseFields, resourceTemplates* 2 ResourceTemplate, ttl 3 Duration,
  cacheScope 4 CacheScope
ResourceTemplate: uriTemplate 1 string, name 2 string, description 3 string, mimeType 4 string,
  annotations 5 Annotations, title 6 string, icons* 7 Icon, metadata 8 Struct
ReadResourceRequest: common 1 RequestFields, uri 2 string
ReadResourceResponse: common 1 ResponseFields, resource* 2 ResourceContents, ttl 3 Duration,
  cacheScope 4 CacheScope

CompletionRequest: common 1 RequestFields, resourceReference 2 ResourceReference,
  promptReference 3 PromptReference, argument 4 CompletionArgument, context 5 CompletionContext
ResourceReference: uri 1 string
PromptReference: name 1 string, title 2 string
CompletionArgument: name 1 string, value 2 string
CompletionContext: arguments{} 1 string
CompletionResponse: common 1 ResponseFields, values* 2 string, totalMatches? 3 int64, hasMore 4 bool

TextContent: text 1 string, annotations 2 Annotations, metadata 3 Struct
ImageContent: data 1 bytes, mimeType 2 string, annotations 3 Annotations, metadata 4 Struct
AudioContent: data 1 bytes, mimeType 2 string, annotations 3 Annotations, metadata 4 Struct
EmbeddedResource: contents 1 ResourceContents, annotations 2 Annotations, metadata 3 Struct
ResourceContents: uri 1 string, mimeType 2 string, text 3 string, blob 4 bytes, metadata 5 Struct
Annotations: audience* 1 Role, priority? 2 float, lastModified? 3 string
Icon: src 1 string, mimeType 2 string, sizes* 3 string, theme 4 Theme

InputRequest: samplingCreateMessage 8 SamplingRequest, listRootsRequest 9 ListRootsRequest,
  notifyOnRootListUpdate 10 bool, elicitRequest 11 ElicitRequest
InputResponse: samplingCreateMessageResult 7 SamplingResult, rootListResult 8 ListRootsResult,
  elicitResult 9 ElicitResult
ListRootsRequest:
ListRootsResult: roots* 1 Root
Root: uri 1 string, name 2 string
SamplingRequest: messages* 1 SamplingMessage, modelPreferences 2 ModelPreferences, systemPrompt 3 string,
  includeContext 4 IncludeContext, temperature? 5 float, maxTokens 6 int32, stopSequence* 7 string
SamplingMessage: role 1 Role, text 2 TextContent, image 3 ImageContent, audio 4 AudioContent
ModelPreferences: hints* 1 ModelHint, intelligencePriority? 2 float, speedPriority? 3 float,
  costPriority? 4 float
ModelHint: name 1 string
SamplingResult: message 1 SamplingMessage, model 2 string, stopReason 3 string

ElicitRequest: message 1 string, requestedSchema{} 2 PrimitiveSchema, requiredFields* 3 string,
  urlMode 4 UrlMode
UrlMode: id 1 string, url 2 string
ElicitResult: type 1 Action, content 2 Struct
PrimitiveSchema: stringSchema 1 StringSchema, numberSchema 2 NumberSchema, booleanSchema 3 BooleanSchema,
  enumSchema 4 EnumSchema
StringSchema: title 1 string, description 2 string, minLength? 3 uint64, maxLength? 4 uint64, format 5 Format,
  defaultValue? 6 string
NumberSchema: title 1 string, description 2 string, minimum 3 uint64, maximum 4 uint64,
  doubleRange 5 DoubleRange, integerRange 6 IntegerRange, defaultNumber? 7 double, defaultInteger? 8 int64
DoubleRange: minimum? 1 double, maximum? 2 double
IntegerRange: minimum? 1 int64, maximum? 2 int64
BooleanSchema: title 1 string, description 2 string, default 3 bool
EnumSchema: title 1 string, description 2 string, enumList* 3 string, enumNames* 4 string,
  singleSelect 5 SingleSelect, multiSelect 6 MultiSelect
SingleSelect: defaultItem? 1 string
MultiSelect: defaultItems* 1 string, minItems? 2 uint32, maxItems? 3 uint32

Seconds: seconds 1 int64, nanos 2 int32
`;

const HOW = { '*': 'many', '{}': 'map', '?': 'present' } as const;

const fieldOf = (words: string): MessageField => {
  const [, name = '', mark, number, type = ''] = /^(\w+)(\*|\{\}|\?)? (\d+) (\w+)$/.exec(words) ?? [];
  if (name === '') throw new Error(`no field: ${words}`);
  const how = mark === undefined ? 'one' : HOW[mark as keyof typeof HOW];
  return { name, number: Number(number), type, how };
};

/** Every message by its name. */
export const MESSAGES: Messages = Object.fromEntries(
  TABLE.trim()
    .split(/\n+(?=\w)/)
    .map((paragraph) => {
      const [name = '', fields = ''] = paragraph.split(/:\s*/);
      return [name, fields === '' ? [] : fields.trim().split(/,\s+/).map(fieldOf)];
    }),
);
