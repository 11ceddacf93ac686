/** What to do about the most frequent findings, whatever a server is written with: one sentence each. */
import type { RequirementId } from '../index.js';

/** The requirements that have remedies, most frequent first. */
export const advice = {
  'pagination.invalid-cursor':
    'Answer every cursor that the server did not give out with -32602; a list of one page gives out none.',
  'tools.unknown-is-protocol-error':
    'Look up the name before anything else, and answer one that no tool has with the error -32602.',
  'jsonrpc.invalid-params':
    'Check that the parameters hold what the method requires before the handler reads them, and answer -32602 where they do not.',
  'http.origin-forbidden':
    'Compare the Origin header, where a request has one, with a list of your own, and answer 403 to any other.',
  'resources.not-found-code-legacy':
    'Up to 2025-11-25, answer the reading of a resource that is not there with -32002, and from 2026-07-28 on with -32602.',
  'logging.invalid-level-code':
    'Compare the level with the eight that there are (debug to emergency), and answer any other with -32602.',
  'jsonrpc.invalid-request':
    'Answer JSON that is no JSON-RPC message with -32600 before anything else looks at it.',
  'http.priming-event':
    'Give the transport an event store: then a stream opens with an event id, from which a client can take it up again.',
  'http.session-ended-not-found':
    'Answer 404 to a session id that is not known, and 400 only where there is no id at all.',
  'completion.missing-argument-code':
    'Check that the request holds an argument with a name before completing it, and answer -32602 where it does not.',
  'prompts.unknown-code': 'Answer a name that no prompt has with the error -32602.',
  'tools.structured-content-as-text':
    'Where a result has structuredContent, put the same value into a text item as JSON.',
  'jsonrpc.request-answered':
    'Answer every request, also an unknown method and a failure of your own, with a result or an error that has its id.',
  'base.requests-independent':
    'Read the version of each request from its own _meta, and refuse one that is not spoken, whatever came before it.',
  'version.unsupported-rejected':
    'Answer a request whose _meta names a version that the server does not speak with -32022, and list those that it speaks.',
  'base.server-info-in-results':
    'Put name and version of the server into the _meta of every result from 2026-07-28 on.',
  'lifecycle.no-early-requests':
    'Ask nothing of the client before notifications/initialized: ask for its roots in the handler of that notification.',
  'http.405-names-allowed-methods': 'Send an Allow header with every 405.',
  'http.event-ids-unique':
    'Give each event an id of its own, unique among all streams of the session, or none at all.',
  'http.get-stream-or-405': 'Answer GET with an event stream and send its headers at once, or answer 405.',
  'http.invalid-version-refused':
    'Answer 400 to a request whose MCP-Protocol-Version header names a version that the server does not speak.',
} as const satisfies Readonly<Partial<Record<RequirementId, string>>>;

/** What to do where no line of an SDK is needed: the words alone. */
export const general = {
  'stdio.stdout-only-messages':
    'Write everything that is no message to stderr: console.error, print(…, file=sys.stderr), log.Print, eprintln!, System.err.',
  'http.reply-content-type':
    'Send replies with "Content-Type: application/json", or as text/event-stream, and look for a proxy that changes it.',
  'stdio.one-line-per-message': 'Write each message on a line of its own: JSON without indentation.',
} as const satisfies Readonly<Partial<Record<RequirementId, string>>>;
