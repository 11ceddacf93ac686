/** Faults that only the typed gRPC service can have: in cancelling, listing, retries and typed responses. */
import { setTimeout } from 'node:timers/promises';
import type { Json } from '../../../../adapters/json.js';
import type { RequirementId } from '../../../../suites/requirements/index.js';
import type { GoogleCall, GoogleService } from '../../../../adapters/grpc-google/server/service.js';

/** One way to be wrong that only the typed service has: in what it does, or in the typed messages that it sends. */
export interface GoogleFault {
  readonly requirement: RequirementId;
  readonly how: string;
  /** For each server anew. */
  readonly serve?: (right: GoogleService['serve']) => GoogleService['serve'];
  /** Changes each response in its JSON form. */
  readonly response?: (response: Json) => Json;
}

/** Milliseconds that a call takes, in which it can be cancelled. */
const WORK_MS = 20;

const refusal = Object.assign(new Error('refused'), { code: -32603 });

/** Every other time the first page of a list is asked for, its first item is not there. */
const everyOther =
  (method: string, items: string): GoogleFault['serve'] =>
  (right) => {
    let listings = 0;
    return (call) => {
      if (call.method !== method || call.params['cursor'] !== undefined || ++listings % 2 === 0)
        return right(call);
      const answer: GoogleCall['answer'] = (result) =>
        call.answer({ ...result, [items]: (result[items] as Json[]).slice(1) });
      return right({ ...call, answer });
    };
  };

const inputRequests = (edit: (request: Json) => Json) => (response: Json) => {
  const common = (response['common'] ?? {}) as Json;
  const requests = common['inputRequests'] as Json | undefined;
  if (requests === undefined) return response;
  const bent = Object.entries(requests).map(([key, request]) => [key, edit(request as Json)]);
  return { ...response, common: { ...common, inputRequests: Object.fromEntries(bent) as Json } };
};

const rows = <const T extends Record<string, GoogleFault>>(faults: T & Record<string, GoogleFault>): T =>
  faults;

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
  'google-resources-not-listed': {
    requirement: 'resources.list-answered',
    how: 'Listing resources is an internal error.',
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
});
