/** Remedies for servers on the Java SDK. */
import { defineRemedies, NOT_MODERN, PLACES, RIGHT, RIGHT_OVER_HTTP } from './remedy.js';

/** Lines that several remedies share: a filter before the servlet of Streamable HTTP. */
const FILTER = `
var filter = new FilterHolder(new BindingFilter());
filter.setAsyncSupported(true);
context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
`.trimStart();

/** And one before both transports: what the server itself does not refuse. Refusals.error writes the reply. */
const REFUSALS = `
// stdio: new StdioServerTransportProvider(json, new RefusingInput(System.in, System.out), System.out)
final class RefusingInput extends InputStream {
  private final BufferedReader lines;
  private final PrintStream out;
  private byte[] rest = new byte[0];
  private int at = 0;

  RefusingInput(InputStream in, PrintStream out) {
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
  }

  private boolean fill() throws IOException {
    while (at >= rest.length) {
      var line = lines.readLine();
      if (line == null) return false;
      var refusal = Refusals.refuse(line);
      if (refusal == null) {
        rest = (line + "\\n").getBytes(StandardCharsets.UTF_8);
        at = 0;
      } else
        synchronized (out) {
          out.write((refusal + "\\n").getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
    }
    return true;
  }

  @Override
  public int read() throws IOException {
    return fill() ? rest[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (!fill()) return -1;
    var count = Math.min(length, rest.length - at);
    System.arraycopy(rest, at, into, from, count);
    at += count;
    return count;
  }
}

// HTTP: in a filter, with the body read, and handed on in a request that has it again
var refusal = Refusals.refuse(new String(body, StandardCharsets.UTF_8));
if (refusal != null) {
  response.setStatus(refusal.contains("-32600") ? 400 : 200);
  response.setContentType("application/json");
  response.getWriter().write(refusal);
  return;
}
`.trimStart();

/** A request that lacks what its method needs. */
const NEEDS = `static final Map<String, String> NEEDS =
    Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri",
        "completion/complete", "argument");
var need = NEEDS.get(method);
if (need != null && params.get(need) == null) return error(id, -32602, method + " needs " + need);`;

const refuse = (text: string, code: string) =>
  ({
    is: 'around',
    text: `${text} The handlers cannot be replaced: look at each message before they do.`,
    code: `${REFUSALS}
// in Refusals.refuse, of the JSON that was read
${code}`,
    seen: PLACES,
    gone: PLACES,
  }) as const;

export const java = defineRemedies({
  sdk: 'java',
  name: 'Java SDK',
  package: 'io.modelcontextprotocol.sdk:mcp',
  version: '2.1.0',
  day: '2026-11-29',
  remedies: {
    'pagination.invalid-cursor': refuse(
      'The lists are one page and do not read the cursor.',
      'if (method.endsWith("/list") && params.get("cursor") != null) return error(id, -32602, "Unknown cursor");',
    ),
    'logging.invalid-level-code': refuse(
      'Any text is taken for a level.',
      `static final Set<String> LEVELS =
    Set.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");
if (method.equals("logging/setLevel") && !LEVELS.contains(params.get("level")))
  return error(id, -32602, "No such level");`,
    ),
    'jsonrpc.invalid-request': refuse(
      'JSON that is no message is answered with -32601.',
      `var isReply = message.containsKey("result") || message.containsKey("error");
if (!"2.0".equals(message.get("jsonrpc")) || !(message.get("method") instanceof String || isReply))
  return error(message.get("id"), -32600, "Invalid Request");`,
    ),
    'http.origin-forbidden': {
      is: 'server',
      text: 'The transport checks nothing unless you give it a validator.',
      code: `
var provider = HttpServletStreamableServerTransportProvider.builder()
    .securityValidator(DefaultServerTransportSecurityValidator.builder()
        .allowedOrigin("http://localhost:3000") // the pages that may call the server
        .build())
    .build();`.trim(),
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'http.405-names-allowed-methods': {
      is: 'around',
      text: 'The servlet answers other methods with 405 and no Allow header. A filter can answer before it.',
      code: `${FILTER}
// in BindingFilter extends HttpFilter
if (!Set.of("GET", "POST", "DELETE").contains(request.getMethod())) {
  response.setHeader("Allow", "GET, POST, DELETE");
  response.sendError(405);
  return;
}`,
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'http.get-stream-or-405': {
      is: 'around',
      text: 'The stream sends no headers before its first event. A filter can send them.',
      code: `${FILTER}
// in BindingFilter extends HttpFilter
chain.doFilter(request, response);
if (request.getMethod().equals("GET") && request.isAsyncStarted()) response.flushBuffer();`,
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'http.event-ids-unique': {
      is: 'around',
      text: 'Responses have the id of the session as that of the event. A filter can give each event one of its own.',
      code: `${FILTER}
// in BindingFilter extends HttpFilter: chain.doFilter(request, new OwnEventIds(response))
final class OwnEventIds extends HttpServletResponseWrapper {
  OwnEventIds(HttpServletResponse response) {
    super(response);
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    return new PrintWriter(super.getWriter()) {
      @Override
      public void write(String text) {
        var isId = text.startsWith("id: ");
        super.write(isId ? "id: " + UUID.randomUUID() + text.substring(text.indexOf('\\n')) : text);
      }
    };
  }
}`,
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'http.invalid-version-refused': {
      is: 'around',
      text: 'The header is not read. A filter can refuse the request.',
      code: `${FILTER}
// in BindingFilter extends HttpFilter
static final Set<String> VERSIONS = Set.of("2025-03-26", "2025-06-18", "2025-11-25");
var version = request.getHeader("MCP-Protocol-Version");
if (version != null && !VERSIONS.contains(version)) {
  response.sendError(400, "Unsupported protocol version");
  return;
}`,
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'http.priming-event': {
      is: 'sdk',
      text: 'It keeps no events from which a client could resume, so an id would promise what nothing holds. Leave it: a SHOULD fails nobody.',
      seen: ['streamable-http'],
    },
    'tools.unknown-is-protocol-error': RIGHT,
    'jsonrpc.invalid-params': refuse('Reading a resource without its URI is answered with -32002.', NEEDS),
    'resources.not-found-code-legacy': RIGHT,
    'http.session-ended-not-found': RIGHT_OVER_HTTP,
    'completion.missing-argument-code': {
      ...refuse('It ends in an exception: -32603 over stdio, and no answer over HTTP.', NEEDS),
      seen: ['stdio'],
      gone: ['stdio'],
    },
    'prompts.unknown-code': RIGHT,
    'tools.structured-content-as-text': {
      ...RIGHT,
      text: 'Leave content unset in a result with structuredContent: the SDK then writes its JSON.',
    },
    'jsonrpc.request-answered': {
      ...refuse(
        'Over HTTP an exception in a handler of the SDK ends the response, as that of a completion without its argument does.',
        NEEDS,
      ),
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'lifecycle.no-early-requests': RIGHT_OVER_HTTP,
    'base.requests-independent': NOT_MODERN,
    'version.unsupported-rejected': NOT_MODERN,
    'base.server-info-in-results': NOT_MODERN,
  },
});
