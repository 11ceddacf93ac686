/** Remedies for servers on the Go SDK. */
import { defineRemedies, PLACES, RIGHT, RIGHT_OVER_HTTP } from './remedy.js';

/** Lines that the remedies of two requirements share: a look at each message before the session has it. */
const VERSIONS = `
// Use it in place of the transport: server.Run(ctx, versioned{&mcp.StdioTransport{}})
type versioned struct{ mcp.Transport }

func (v versioned) Connect(ctx context.Context) (mcp.Connection, error) {
	conn, err := v.Transport.Connect(ctx)
	return &checked{conn}, err
}

type checked struct{ mcp.Connection }

var spoken = []string{"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"}

func (c *checked) Read(ctx context.Context) (jsonrpc.Message, error) {
	for {
		message, err := c.Connection.Read(ctx)
		request, ok := message.(*jsonrpc.Request)
		if err != nil || !ok || !request.IsCall() {
			return message, err
		}
		var params struct {
			Meta map[string]any \`json:"_meta"\`
		}
		_ = json.Unmarshal(request.Params, &params)
		version, named := params.Meta["io.modelcontextprotocol/protocolVersion"].(string)
		if !named || slices.Contains(spoken, version) {
			return message, nil
		}
		data, _ := json.Marshal(map[string]any{"supported": spoken, "requested": version})
		refusal := &jsonrpc.Error{Code: -32022, Message: "unsupported protocol version", Data: data}
		if err := c.Write(ctx, &jsonrpc.Response{ID: request.ID, Error: refusal}); err != nil {
			return nil, err
		}
	}
}`.trim();

const versions = (text: string) =>
  ({ is: 'around', text, code: VERSIONS, seen: ['stdio'], gone: ['stdio'] }) as const;

export const go = defineRemedies({
  sdk: 'go',
  name: 'Go SDK',
  package: 'github.com/modelcontextprotocol/go-sdk',
  version: '1.8.0',
  day: '2026-11-29',
  remedies: {
    'pagination.invalid-cursor': RIGHT,
    'tools.unknown-is-protocol-error': RIGHT,
    'jsonrpc.invalid-params': {
      is: 'around',
      text: 'Arguments that are no object become a result with IsError. A middleware sees them raw.',
      code: `
server.AddReceivingMiddleware(refuseArguments)

func refuseArguments(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, req mcp.Request) (mcp.Result, error) {
		params, ok := req.GetParams().(*mcp.CallToolParamsRaw)
		if ok && len(params.Arguments) > 0 && params.Arguments[0] != '{' {
			return nil, &jsonrpc.Error{Code: jsonrpc.CodeInvalidParams, Message: "arguments is no object"}
		}
		return next(ctx, method, req)
	}
}`.trim(),
      seen: ['stdio'],
      gone: ['stdio'],
    },
    'http.origin-forbidden': {
      is: 'server',
      text: 'The handler checks the Host header alone. Stand before it.',
      code: `
http.Handle("/mcp", checkOrigin(mcp.NewStreamableHTTPHandler(getServer, nil)))

func checkOrigin(next http.Handler) http.Handler {
	own := []string{"http://localhost:3000"} // the pages that may call the server
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if origin != "" && !slices.Contains(own, origin) {
			http.Error(w, "origin not allowed", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}`.trim(),
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'resources.not-found-code-legacy': {
      is: 'around',
      text: 'The SDK answers with -32602 at every revision. A middleware can put the older code in its place.',
      code: `
server.AddReceivingMiddleware(nameMissingResources)

func nameMissingResources(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, req mcp.Request) (mcp.Result, error) {
		result, err := next(ctx, method, req)
		var wire *jsonrpc.Error
		params, ok := req.GetParams().(*mcp.ReadResourceParams)
		if !ok || params.URI == "" || !errors.As(err, &wire) || wire.Code != jsonrpc.CodeInvalidParams {
			return result, err
		}
		code := int64(-32002)
		if params.Meta["io.modelcontextprotocol/protocolVersion"] != nil {
			code = wire.Code // from 2026-07-28 on
		}
		data, _ := json.Marshal(map[string]string{"uri": params.URI})
		return nil, &jsonrpc.Error{Code: code, Message: wire.Message, Data: data}
	}
}`.trim(),
      seen: PLACES,
      gone: PLACES,
    },
    'logging.invalid-level-code': {
      is: 'around',
      text: 'The SDK takes any text for a level. A middleware can refuse it, in logging/setLevel and in _meta.',
      code: `
server.AddReceivingMiddleware(refuseLevels)

var levels = []string{"debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"}

func refuseLevels(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, req mcp.Request) (mcp.Result, error) {
		level, named := "", false
		if params, ok := req.GetParams().(*mcp.SetLoggingLevelParams); ok {
			level, named = string(params.Level), true
		} else if params := req.GetParams(); params != nil && !reflect.ValueOf(params).IsNil() {
			level, named = params.GetMeta()["io.modelcontextprotocol/logLevel"].(string)
		}
		if named && !slices.Contains(levels, level) {
			return nil, &jsonrpc.Error{Code: jsonrpc.CodeInvalidParams, Message: "no level " + level}
		}
		return next(ctx, method, req)
	}
}`.trim(),
      seen: PLACES,
      gone: PLACES,
    },
    'jsonrpc.request-answered': {
      is: 'around',
      text: 'Over HTTP an unknown method gets a page of text with status 400: answer it before the handler does. And the error for a URI with an unusual character ends the process: the middleware of resources.not-found-code-legacy writes that error anew.',
      code: `
http.Handle("/mcp", answerUnknown(mcp.NewStreamableHTTPHandler(getServer, nil)))

func answerUnknown(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4<<20))
		if err != nil {
			http.Error(w, "body too large", http.StatusRequestEntityTooLarge)
			return
		}
		var request struct {
			ID     json.RawMessage \`json:"id"\`
			Method string          \`json:"method"\`
		}
		isRequest := json.Unmarshal(body, &request) == nil && request.ID != nil && request.Method != ""
		if isRequest && !slices.Contains(methods, request.Method) {
			w.Header().Set("Content-Type", "application/json")
			refusal := \`{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"method not found"}}\`
			fmt.Fprintf(w, refusal, request.ID)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	})
}

// All that the SDK serves, and what you add with AddReceivingCustomMethod.
var methods = []string{"initialize", "ping", "server/discover", "subscriptions/listen", "logging/setLevel",
	"completion/complete", "tools/list", "tools/call", "prompts/list", "prompts/get", "resources/list",
	"resources/templates/list", "resources/read", "resources/subscribe", "resources/unsubscribe"}`.trim(),
      seen: PLACES,
      gone: PLACES,
    },
    'base.requests-independent': versions(
      'Once a session has begun, a version that nobody knows is taken for an old one. Refuse it before the session sees it.',
    ),
    'version.unsupported-rejected': versions(
      'A version older than 2026-07-28 in _meta is taken for no version. Refuse it before the session sees it.',
    ),
    'http.priming-event': {
      is: 'server',
      text: 'Set an event store. This one is for one process.',
      code: `
options := &mcp.StreamableHTTPOptions{EventStore: mcp.NewMemoryEventStore(nil)}
handler := mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, options)`.trim(),
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'completion.missing-argument-code': RIGHT,
    'prompts.unknown-code': RIGHT,
    'jsonrpc.invalid-request': RIGHT,
    'http.session-ended-not-found': RIGHT_OVER_HTTP,
    'tools.structured-content-as-text': {
      ...RIGHT,
      text: 'A handler added with Server.AddTool builds its result itself: add a TextContent with the JSON.',
    },
    'base.server-info-in-results': { is: 'right', held: ['stdio'] },
    'lifecycle.no-early-requests': {
      ...RIGHT,
      text: 'Ask for roots, samples or input in ServerOptions.InitializedHandler or later.',
    },
    'http.405-names-allowed-methods': RIGHT_OVER_HTTP,
    'http.event-ids-unique': RIGHT_OVER_HTTP,
    'http.get-stream-or-405': RIGHT_OVER_HTTP,
    'http.invalid-version-refused': RIGHT_OVER_HTTP,
  },
});
