/** Faults that only the typed gRPC service can have: in cancelling, listing, retries and typed responses. */
import { setTimeout } from 'node:timers/promises';
import type { Json } from '../../../../adapters/json.js';
import type { GrpcCall } from '../grpc-hooks.js';
import { everyOther, inputRequests, onlyOnce, refusal, under, type GoogleFault } from './google-kinds.js';

/** Milliseconds that a call takes, in which it can be cancelled. */
const WORK_MS = 20;

const rows = <const T extends Record<string, GoogleFault>>(faults: T & Record<string, GoogleFault>): T =>
  faults;

/** What the metadata of the last call said to whoever routes, for a server that believes it. */
let routed: string | undefined;

const VERSION_KEY = 'mcp-protocol-version';
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
const FOUR_MIB = 4 * 1024 * 1024;
/** Calls of libraries have one: those of the opening, which would be declined. */
const isByHand = ({ headers }: GrpcCall): boolean => !('user-agent' in headers);

const text = { text: { text: 'And this.' } };

export const googleFaults = rows({
  'google-cancel-poisons': {
    requirement: 'cancellation.races-handled',
    how: 'After a cancellation every RPC fails.',
    serve(right) {
      let poisoned = false;
      return async (call) => {
        if (poisoned) throw refusal;
        // A client that has its answer closes the call too; only one that goes before has cancelled it.
        let isOpen = true;
        call.signal.addEventListener('abort', () => (poisoned ||= isOpen));
        await setTimeout(WORK_MS);
        poisoned ||= call.signal.aborted;
        await right(call).finally(() => (isOpen = false));
      };
    },
  },
  'google-tools-come-and-go': {
    requirement: 'tools.list-same-everywhere',
    how: 'Every other list of tools lacks one.',
    serve: everyOther('tools/list', 'tools'),
  },
  'google-prompts-come-and-go': {
    requirement: 'prompts.list-same-everywhere',
    how: 'Every other list of prompts lacks one.',
    serve: everyOther('prompts/list', 'prompts'),
  },
  'google-resources-come-and-go': {
    requirement: 'resources.list-same-everywhere',
    how: 'Every other list of resources lacks one.',
    serve: everyOther('resources/list', 'resources'),
  },
  'google-tools-not-listed': {
    requirement: 'tools.list-answered',
    how: 'Tools are listed once, and then never again.',
    serve: onlyOnce('tools/list'),
  },
  'google-prompts-not-listed': {
    requirement: 'prompts.list-answered',
    how: 'Prompts are listed once, and then never again.',
    serve: onlyOnce('prompts/list'),
  },
  'google-resources-not-listed': {
    requirement: 'resources.list-answered',
    how: 'Resources are listed once, and then never again.',
    serve: onlyOnce('resources/list'),
  },
  'google-first-request-refused': {
    requirement: 'base.first-request-served',
    how: 'The first request on a connection is refused.',
    serve(right) {
      const met = new Set<string>();
      return async (call) => {
        if (!met.has(call.peer)) {
          met.add(call.peer);
          throw refusal;
        }
        await right(call);
      };
    },
  },
  'google-list-fails': {
    requirement: 'google.list-or-unimplemented',
    how: 'Listing resources, which are not there, is an internal error.',
    serve: (right) => async (call) => {
      if (call.method === 'resources/list') throw refusal;
      await right(call);
    },
  },
  'google-retry-sticky': {
    requirement: 'mrtr.retry-anywhere',
    how: 'A retry is only served on the connection that was asked.',
    serve(right) {
      let asked: string | undefined;
      return async (call) => {
        const retry = call.params['inputResponses'] !== undefined;
        if (retry && call.peer !== asked) throw refusal;
        if (call.method === 'tools/call') asked = call.peer;
        await right(call);
      };
    },
  },
  'google-content-of-no-kind': {
    requirement: 'tools.call-has-content',
    how: 'Content is of no kind.',
    response: (response) => ('content' in response ? { ...response, content: [{}] } : response),
  },
  'google-input-of-no-kind': {
    requirement: 'mrtr.request-kinds',
    how: 'The client is asked to tell when its roots change, which no input request is.',
    response: inputRequests(() => ({ notifyOnRootListUpdate: true })),
  },
  'google-form-of-no-type': {
    requirement: 'elicitation.schema-flat',
    how: 'A field of a form has no type.',
    response: inputRequests((request) =>
      'elicitRequest' in request
        ? { elicitRequest: { ...(request['elicitRequest'] as Json), requestedSchema: { name: {} } } }
        : request,
    ),
  },
  'google-refusals-internal': {
    requirement: 'grpc.refusal-status',
    how: 'Whatever is refused ends with INTERNAL.',
    serve: (right) => (call) =>
      right(call).catch(() => {
        throw refusal;
      }),
  },
  'google-content-of-two-kinds': {
    requirement: 'google.content-of-one-kind',
    how: 'Content is a picture and a text in one.',
    response: under('content', (item) => ('image' in item ? { ...item, ...text } : item)),
  },
  'google-prompt-message-of-two-kinds': {
    requirement: 'google.prompt-message-of-one-kind',
    how: 'A message of a prompt is a picture and a text in one.',
    response: under('messages', (item) => ('image' in item ? { ...item, ...text } : item)),
  },
  'google-contents-of-both-kinds': {
    requirement: 'google.contents-of-one-kind',
    how: 'A resource is a blob, and a text beside it.',
    response: under('resource', (item) => ('blob' in item ? { ...item, text: 'And this.' } : item)),
  },
  'google-input-of-two-kinds': {
    requirement: 'google.input-request-of-one-kind',
    how: 'A form asks for the roots as well.',
    response: inputRequests((request) =>
      'elicitRequest' in request ? { ...request, listRootsRequest: {} } : request,
    ),
  },
  'google-form-field-of-two-kinds': {
    requirement: 'google.form-field-of-one-kind',
    how: 'A field of a form is a text and a number.',
    response: under('requestedSchema', (fields) =>
      Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [name, { ...(field as Json), numberSchema: {} }]),
      ),
    ),
  },
  'google-form-without-message': {
    requirement: 'google.form-message',
    how: 'A form does not say what it is about.',
    response: under('elicitRequest', ({ message: _, ...form }) => form),
  },
  'google-priority-of-ten': {
    requirement: 'google.priority-in-range',
    how: 'Priorities go up to ten.',
    response: under('annotations', (annotations) =>
      'priority' in annotations ? { ...annotations, priority: 10 } : annotations,
    ),
  },
  'google-result-without-type': {
    requirement: 'google.result-type-set',
    how: 'Results of tools do not say whether they are complete.',
    response: (response) =>
      'content' in response
        ? { ...response, common: { ...(response['common'] as Json), resultType: undefined } }
        : response,
  },
  'google-blobs-in-two-forms': {
    requirement: 'robustness.google-blobs-alike',
    how: 'Pictures are Base64 text, and resources are octets.',
    response: under('resource', (item) =>
      'blob' in item
        ? { ...item, blob: Buffer.from(String(item['blob']), 'base64').toString('latin1') }
        : item,
    ),
  },
  'google-calls-mixed': {
    requirement: 'robustness.google-calls-not-mixed',
    how: 'A call gets what the one after it has asked for.',
    serve(right) {
      let latest: Json = {};
      return async (call) => {
        if (call.method !== 'tools/call') return right(call);
        latest = call.params;
        await setTimeout(WORK_MS);
        await right({ ...call, params: latest });
      };
    },
  },
  'google-routed-by-metadata': {
    requirement: 'robustness.google-routing-differs',
    how: 'The tool is called that the metadata names.',
    grpc: { request: ({ headers }) => void (routed = headers['mcp_tool']) },
    serve: (right) => (call) =>
      right(
        call.method === 'tools/call' && routed !== undefined
          ? { ...call, params: { ...call.params, name: routed } }
          : call,
      ),
  },
  'google-4-mib-invalid': {
    requirement: 'robustness.google-message-near-4-mib',
    how: 'What is longer than 4 MiB is invalid.',
    grpc: { frame: ({ bytes }) => (bytes.length > FOUR_MIB ? { status: INVALID_ARGUMENT } : undefined) },
  },
  'google-names-another-version': {
    requirement: 'google.version-repeated',
    how: 'Every other version is named than that of the request.',
    grpc: {
      headers(headers, call) {
        if (isByHand(call) && VERSION_KEY in headers) headers[VERSION_KEY] = '2025-03-26';
      },
    },
  },
  'google-serves-any-version': {
    requirement: 'google.version-refused',
    how: 'A version that nobody has is served as the newest one.',
    grpc: {
      request({ headers }) {
        if (headers[VERSION_KEY]?.startsWith('1999') === true) delete headers[VERSION_KEY];
        return undefined;
      },
    },
  },
  'google-wants-a-version': {
    requirement: 'google.version-optional',
    how: 'A request that names no version is invalid.',
    grpc: {
      request: ({ headers }) => (VERSION_KEY in headers ? undefined : { status: INVALID_ARGUMENT }),
    },
  },
  'google-health-without-name': {
    requirement: 'google.health-registered',
    how: 'Health is answered for no service by its name.',
    grpc: {
      frame: ({ bytes }, { path }) =>
        path.startsWith('/grpc.health.') && bytes.includes('model_context')
          ? { status: NOT_FOUND }
          : undefined,
    },
  },
});
