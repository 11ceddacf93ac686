/** Where the specifications contradict each other, and which behaviours pass because of that. */
import type { RequirementId } from './index.js';

/** Where normative sources contradict each other. Either behaviour passes, and this says why. */
export interface Conflict {
  readonly about: string;
  /** Rows that let either behaviour pass because of it. */
  readonly requirements: readonly RequirementId[];
  /** The places that disagree; an address, or a page of the MCP specification. */
  readonly sources: readonly string[];
  readonly accepted: string;
}

export const conflicts: readonly Conflict[] = [
  {
    about: 'the id of an error reply to what could not be read',
    requirements: ['wire.schema', 'jsonrpc.parse-error', 'jsonrpc.invalid-request'],
    sources: [
      'https://www.jsonrpc.org/specification#response_object',
      '2026-07-28/schema#jsonrpcerrorresponse',
    ],
    accepted: 'null, as JSON-RPC demands, and no id at all, as the schemas of MCP have it',
  },
  {
    about: 'how a server ends a subscription',
    requirements: ['wire.schema'],
    sources: [
      '2026-07-28/basic/patterns/subscriptions#graceful-closure',
      '2026-07-28/basic/patterns/cancellation#behavior-requirements',
    ],
    accepted: 'a completing response, and notifications/cancelled',
  },
  {
    about: 'what a request still sends that was cancelled and cannot be',
    requirements: ['cancellation.nothing-more'],
    sources: [
      '2026-07-28/basic/patterns/cancellation#behavior-requirements',
      '2026-07-28/basic/transports/stdio#cancellation',
    ],
    accepted: 'no further message, and the request going on to its own result as if nothing had been said',
  },
  {
    about: 'initialize with a version that the server does not have',
    requirements: ['lifecycle.version-counter-offer'],
    sources: ['2025-11-25/basic/lifecycle#version-negotiation', '2025-11-25/basic/lifecycle#error-handling'],
    accepted: 'an offer of another version, and the error -32602 of the example on the same page',
  },
  {
    about: 'a request whose metadata is missing while its envelope has it',
    requirements: ['base.required-meta', 'http.missing-metadata-status'],
    sources: [
      '2026-07-28/basic/index#_meta',
      '2026-07-28/basic/transports/streamable-http#server-validation',
    ],
    accepted: 'the error -32602 of a malformed request, and -32020 of a header that says something else',
  },
];
