/** Remedies for servers on the Python SDK. */
import { defineRemedies, PLACES, RIGHT, RIGHT_OVER_HTTP } from './remedy.js';

export const python = defineRemedies({
  sdk: 'python',
  name: 'Python SDK',
  package: 'mcp',
  version: '2.3.0',
  day: '2026-11-29',
  remedies: {
    'pagination.invalid-cursor': {
      is: 'around',
      text: 'MCPServer lists everything on one page and does not read the cursor. A middleware can.',
      code: `
LISTS = {"tools/list", "prompts/list", "resources/list", "resources/templates/list"}

async def refuse_cursors(ctx, call_next):
    if ctx.method in LISTS and (ctx.params or {}).get("cursor") is not None:
        raise MCPError(code=-32602, message="Unknown cursor")
    return await call_next(ctx)

mcp = MCPServer("demo", middleware=[refuse_cursors])`.trim(),
      seen: PLACES,
      gone: PLACES,
    },
    'tools.unknown-is-protocol-error': {
      is: 'around',
      text: 'MCPServer answers an unknown tool with a result that has isError. A middleware knows the names before.',
      code: `
async def refuse_unknown_tools(ctx, call_next):
    if ctx.method == "tools/call":
        name = (ctx.params or {}).get("name")
        if name not in {tool.name for tool in await mcp.list_tools()}:
            raise MCPError(code=-32602, message=f"Unknown tool: {name}")
    return await call_next(ctx)

mcp = MCPServer("demo", middleware=[refuse_unknown_tools])`.trim(),
      seen: PLACES,
      gone: PLACES,
    },
    'prompts.unknown-code': {
      is: 'around',
      text: 'MCPServer answers an unknown prompt with code 0, or -32603 at 2026-07-28. A middleware knows the names before.',
      code: `
async def refuse_unknown_prompts(ctx, call_next):
    if ctx.method == "prompts/get":
        name = (ctx.params or {}).get("name")
        if name not in {prompt.name for prompt in await mcp.list_prompts()}:
            raise MCPError(code=-32602, message=f"Unknown prompt: {name}")
    return await call_next(ctx)

mcp = MCPServer("demo", middleware=[refuse_unknown_prompts])`.trim(),
      seen: PLACES,
      gone: PLACES,
    },
    'resources.not-found-code-legacy': {
      is: 'around',
      text: 'MCPServer answers with -32602 at every revision. A middleware can put the older code in its place.',
      code: `
async def name_missing_resources(ctx, call_next):
    try:
        return await call_next(ctx)
    except MCPError as error:
        is_legacy = ctx.protocol_version < "2026-07-28"
        if ctx.method == "resources/read" and is_legacy and error.message.startswith("Unknown resource"):
            raise MCPError(code=-32002, message=error.message, data=error.error.data) from error
        raise

mcp = MCPServer("demo", middleware=[name_missing_resources])`.trim(),
      seen: PLACES,
      gone: PLACES,
    },
    'jsonrpc.invalid-request': {
      is: 'around',
      text: 'Over HTTP the transport answers JSON that is no message with -32602. ASGI middleware can look at the body first.',
      code: `
class RefuseNonRequests:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or scope["method"] != "POST":
            return await self.app(scope, receive, send)
        body, more = b"", True
        while more:  # bound this where strangers can reach the server
            part = await receive()
            body, more = body + part.get("body", b""), part.get("more_body", False)
        if is_refused(body):
            error = {"code": -32600, "message": "Invalid Request"}
            text = json.dumps({"jsonrpc": "2.0", "id": None, "error": error}).encode()
            headers = [(b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": 400, "headers": headers})
            return await send({"type": "http.response.body", "body": text})
        parts = [{"type": "http.request", "body": body, "more_body": False}]

        async def again():
            return parts.pop() if parts else await receive()

        await self.app(scope, again, send)

def is_refused(body):
    try:
        message = json.loads(body)
    except ValueError:
        return False  # the transport answers what is no JSON
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        return True
    return not (isinstance(message.get("method"), str) or "result" in message or "error" in message)

app = mcp.streamable_http_app()
app.add_middleware(RefuseNonRequests)`.trim(),
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'http.priming-event': {
      is: 'server',
      text: 'Pass an event store. This one is for one process; bound it, or let it forget with the session.',
      code: `
class MemoryEventStore(EventStore):
    def __init__(self):
        self.events = {}

    async def store_event(self, stream_id, message):
        event_id = uuid.uuid4().hex
        self.events[event_id] = (stream_id, message)
        return event_id

    async def replay_events_after(self, last_event_id, send_callback):
        if last_event_id not in self.events:
            return None
        stream_id, _ = self.events[last_event_id]
        is_after = False
        for event_id, (stream, message) in list(self.events.items()):
            if is_after and stream == stream_id and message is not None:
                await send_callback(EventMessage(message, event_id))
            is_after = is_after or event_id == last_event_id
        return stream_id

app = mcp.streamable_http_app(event_store=MemoryEventStore())`.trim(),
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'http.origin-forbidden': {
      ...RIGHT_OVER_HTTP,
      text: 'On a host other than localhost, pass streamable_http_app a transport_security with allowed_hosts and allowed_origins.',
    },
    'jsonrpc.invalid-params': RIGHT,
    'logging.invalid-level-code': RIGHT,
    'completion.missing-argument-code': RIGHT,
    'http.session-ended-not-found': RIGHT_OVER_HTTP,
    'tools.structured-content-as-text': {
      is: 'server',
      text: 'A tool that returns str, int or a list also gets structuredContent, and the text is not its JSON. Return a model where the structure matters, and take it away where not.',
      code: `
@mcp.tool(structured_output=False)
def greet(name: str) -> str:
    return f"Hello, {name}!"`.trim(),
      seen: PLACES,
      gone: PLACES,
    },
    'jsonrpc.request-answered': RIGHT,
    'base.requests-independent': RIGHT,
    'version.unsupported-rejected': RIGHT,
    'base.server-info-in-results': RIGHT,
    'lifecycle.no-early-requests': RIGHT,
    'http.405-names-allowed-methods': RIGHT_OVER_HTTP,
    'http.event-ids-unique': {
      ...RIGHT_OVER_HTTP,
      text: 'Make the ids of your event store with uuid4(), not from a counter of each stream.',
    },
    'http.get-stream-or-405': RIGHT_OVER_HTTP,
    'http.invalid-version-refused': RIGHT_OVER_HTTP,
  },
});
