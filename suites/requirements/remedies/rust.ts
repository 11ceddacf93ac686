/** Remedies for servers on the Rust SDK. */
import { defineRemedies, PLACES, RIGHT, RIGHT_OVER_HTTP, type Change } from './remedy.js';

/** What the SDK cannot read as one of its own requests arrives in one method, whatever it lacks. */
const unread = (text: string): Change => ({
  is: 'around',
  text: `${text} The SDK hands it to on_custom_request, which says -32601 by default.`,
  code: `
const KNOWN: [&str; 5] =
    ["tools/call", "prompts/get", "resources/read", "completion/complete", "logging/setLevel"];

// in impl ServerHandler
async fn on_custom_request(
    &self,
    request: CustomRequest,
    _: RequestContext<RoleServer>,
) -> Result<CustomResult, McpError> {
    if KNOWN.contains(&request.method.as_str()) {
        return Err(McpError::invalid_params(format!("{} lacks what it needs", request.method), None));
    }
    Err(McpError::new(ErrorCode::METHOD_NOT_FOUND, request.method, None))
}`.trim(),
  seen: PLACES,
  gone: PLACES,
});

export const rust = defineRemedies({
  sdk: 'rust',
  name: 'Rust SDK',
  package: 'rmcp',
  version: '3.11.0',
  day: '2026-11-29',
  remedies: {
    'pagination.invalid-cursor': {
      is: 'around',
      text: 'The lists that the macros write do not read the cursor. Write them yourself: #[tool_handler] leaves out a list_tools that is there. #[prompt_handler] does not, so write list_prompts and get_prompt in its place.',
      code: `
// in impl ServerHandler
async fn list_tools(
    &self,
    request: Option<PaginatedRequestParams>,
    context: RequestContext<RoleServer>,
) -> Result<ListToolsResult, McpError> {
    refuse_cursor(&request)?;
    let is_modern =
        context.protocol_version().is_some_and(|version| version >= ProtocolVersion::V_2026_07_28);
    Ok(ListToolsResult {
        tools: self.tool_router.list_all(),
        ttl_ms: is_modern.then_some(0),
        cache_scope: is_modern.then_some(CacheScope::Public),
        ..Default::default()
    })
}

fn refuse_cursor(request: &Option<PaginatedRequestParams>) -> Result<(), McpError> {
    match request.as_ref().and_then(|params| params.cursor.as_ref()) {
        Some(_) => Err(McpError::invalid_params("unknown cursor", None)),
        None => Ok(()),
    }
}`.trim(),
      seen: PLACES,
      gone: PLACES,
    },
    'jsonrpc.invalid-params': unread('A request that lacks a parameter is none of the SDK.'),
    'logging.invalid-level-code': {
      ...unread('A level that is not there cannot be read (and at 2026-07-28 nothing reads that in _meta).'),
      staysAt: '2026-07-28',
    },
    'completion.missing-argument-code': unread('A completion without its argument cannot be read.'),
    'http.origin-forbidden': {
      is: 'server',
      text: 'Origins are not checked unless you name those that may call.',
      code: `
let config = StreamableHttpServerConfig::default().with_allowed_origins(["http://localhost:3000"]);`.trim(),
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'base.server-info-in-results': {
      is: 'around',
      text: 'Only server/discover names the server. Set the meta of each result that you return; for tools that the macros route, in call_tool.',
      code: `
// in impl ServerHandler
async fn call_tool(
    &self,
    request: CallToolRequestParams,
    context: RequestContext<RoleServer>,
) -> Result<CallToolResponse, McpError> {
    let meta = named(&context, self.get_info().server_info);
    match self.tool_router.call(ToolCallContext::new(self, request, context)).await? {
        CallToolResponse::Complete(mut result) => {
            result.meta = meta;
            Ok(CallToolResponse::Complete(result))
        }
        other => Ok(other),
    }
}

fn named(context: &RequestContext<RoleServer>, own: Implementation) -> Option<MetaObject> {
    let is_modern =
        context.protocol_version().is_some_and(|version| version >= ProtocolVersion::V_2026_07_28);
    let meta = serde_json::json!({ "io.modelcontextprotocol/serverInfo": own });
    is_modern.then(|| MetaObject(serde_json::from_value(meta).unwrap_or_default()))
}`.trim(),
      seen: PLACES,
      gone: PLACES,
    },
    'tools.unknown-is-protocol-error': RIGHT,
    'resources.not-found-code-legacy': {
      ...RIGHT,
      text: 'Return McpError::resource_not_found from read_resource: the SDK picks the code of the revision.',
    },
    'jsonrpc.invalid-request': RIGHT,
    'http.priming-event': {
      ...RIGHT_OVER_HTTP,
      text: 'Leave sse_retry of StreamableHttpServerConfig set: with None there is no such event.',
    },
    'http.session-ended-not-found': RIGHT_OVER_HTTP,
    'prompts.unknown-code': RIGHT,
    'tools.structured-content-as-text': {
      ...RIGHT,
      text: 'Return Json<T>, or build the result with CallToolResult::structured: both write the text too.',
    },
    'jsonrpc.request-answered': RIGHT,
    'base.requests-independent': RIGHT,
    'version.unsupported-rejected': RIGHT,
    'lifecycle.no-early-requests': {
      ...RIGHT,
      text: 'Ask for roots, samples or input in on_initialized or later.',
    },
    'http.405-names-allowed-methods': RIGHT_OVER_HTTP,
    'http.event-ids-unique': RIGHT_OVER_HTTP,
    'http.get-stream-or-405': RIGHT_OVER_HTTP,
    'http.invalid-version-refused': RIGHT_OVER_HTTP,
  },
});
