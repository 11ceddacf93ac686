/** Which requirements can be judged on a binding that has typed messages in place of JSON-RPC. */
import type { Revision } from '../../adapters/revision.js';
import { catalogue, type RequirementId } from './index.js';
import type { Requirement } from './requirement.js';

/**
 * What a binding carries that has typed messages in place of JSON-RPC. Only these requirements are judged there: each is decided by
 * something that the server puts on the wire and that could be wrong. Whatever the adapter makes up to have a JSON-RPC document at
 * all (ids, envelopes, arrays that a type guarantees), and whatever the binding has no message for, is not applicable.
 */
interface Carried {
  /** Before this revision the only scenarios that judge it need what the binding does not have. */
  from?: Revision;
  /**
   * Decided by an error code. Where the server repeats the code in its metadata it is on the wire; elsewhere it is read from the
   * status by a table of ours, so that a violation warns at most, unless the target claims the binding.
   */
  byTable?: true;
}

const MODERN = '2026-07-28';
const yes: Carried = {};
const modern: Carried = { from: MODERN };
const code: Carried = { byTable: true };

const CARRIED: Readonly<Partial<Record<RequirementId, Carried>>> = {
  // An RPC ends without a message, or with two; that it ends at all is no matter of types.
  'jsonrpc.request-answered': yes,
  'jsonrpc.answered-once': yes,
  'base.first-request-served': yes,
  'base.requests-independent': code,
  'base.large-message': yes,
  'base.slow-request-blocks-nothing': yes,
  'base.unknown-meta-tolerated': yes,
  'cancellation.races-handled': yes,

  'tools.list-answered': yes,
  'tools.list-stable-order': yes,
  'tools.list-same-everywhere': yes,
  'tools.name-unique': yes,
  'tools.name-length': yes,
  'tools.name-characters': yes,
  'tools.input-schema-object': yes,
  'tools.schema-valid': yes,
  'tools.schema-2020-12-kept': yes,
  'tools.header-annotation-valid': yes,
  'tools.call-text': yes,
  'tools.call-image': yes,
  'tools.call-audio': yes,
  'tools.call-embedded-resource': yes,
  'tools.call-content-order': yes,
  'tools.call-has-content': yes,
  'tools.structured-content-valid': yes,
  'tools.structured-content-as-text': yes,
  'tools.unknown-is-protocol-error': yes,
  'tools.unknown-code': code,
  'tools.failure-in-result': yes,
  'tools.input-validated': yes,

  'prompts.list-answered': yes,
  'prompts.list-same-everywhere': yes,
  'prompts.get-answered': yes,
  'prompts.arguments-used': yes,
  'prompts.embedded-resource': yes,
  'prompts.image': yes,
  'prompts.unknown-code': code,
  'prompts.missing-argument-code': code,

  'resources.list-answered': yes,
  'resources.list-same-everywhere': yes,
  'resources.uri-valid': yes,
  'resources.read-answered': yes,
  'resources.text-contents': yes,
  'resources.blob-encoded': yes,
  'resources.template-valid': yes,
  'resources.template-read': yes,
  'resources.not-found-code-legacy': code,
  'resources.not-found-code': code,
  'resources.not-found-not-empty': yes,

  'completion.at-most-100': yes,
  'completion.unknown-prompt-code': code,
  'completion.missing-argument-code': code,

  'pagination.cursor-accepted': yes,
  'pagination.cursors-stable': yes,
  'pagination.makes-progress': yes,
  'pagination.invalid-cursor': code,
  'apart.cursors': yes,
  'apart.resources': yes,
  'apart.request-state': modern,
  'caching.public-for-all': modern,
  'caching.ttl': yes,
  'caching.scope': yes,
  'caching.scope-same-on-pages': yes,

  'progress.token-echoed': yes,
  'progress.increases': yes,
  'progress.stops-after-completion': yes,
  'progress.only-with-token': yes,
  'logging.level-respected': modern,
  'logging.only-when-asked': modern,

  'mrtr.requests-or-state': yes,
  'mrtr.request-kinds': yes,
  'mrtr.only-declared': yes,
  'mrtr.only-supported-requests': yes,
  'mrtr.retry-completes': yes,
  'mrtr.retry-anywhere': yes,
  'mrtr.tampered-state-rejected': yes,
  'mrtr.extra-input-ignored': yes,
  'client-capabilities.missing-code': code,
  'sampling.request-complete': modern,
  'elicitation.schema-flat': modern,
  'elicitation.mode-declared': modern,
};

/** Why not, by the beginning of the id; the first that fits. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^wire\.schema$/, 'its messages are typed by the service, and their JSON-RPC form is made by the adapter'],
  [/^jsonrpc\./, 'there is no JSON-RPC on its wire: ids and envelopes are made by the adapter'],
  [
    /^(lifecycle|discover|version|ping)\.|capability-declared$/,
    'it has no handshake, and nothing is declared',
  ],
  [
    /list-changed$|^subscriptions\.|^resources\.(subscribe|updated)/,
    'it has no message that a server sends unasked',
  ],
  [/^(client|roots|sampling|elicitation)\./, 'it has no request of a server to its client'],
];
const ANY = 'it has no message for it, or one whose type leaves nothing that could be wrong';

/** Why a requirement says nothing about a typed binding at a revision; `undefined` where it is judged. */
export function explainNotCarried(id: RequirementId, revision: string): string | undefined {
  if (isOfBinding(id)) return undefined;
  const carried = CARRIED[id];
  if (carried !== undefined && revision >= (carried.from ?? '')) return undefined;
  const [, reason] = REASONS.find(([pattern]) => pattern.test(id)) ?? [id, ANY];
  return `a typed binding does not carry this: ${reason}`;
}

/** What gRPC and the typed service themselves ask for, whatever stands in the messages. */
const isOfBinding = (id: RequirementId): boolean => {
  const { transports }: Requirement = catalogue[id];
  return (
    /^(?:grpc|google)\.|^robustness\.(?:grpc|google)-/.test(id) &&
    transports?.includes('grpc-google') === true
  );
};

/** Whether a violation is seen only through our table of statuses. */
export const isReadByTable = (id: RequirementId): boolean => CARRIED[id]?.byTable === true;

export const carriedIds: readonly RequirementId[] = [
  ...(Object.keys(CARRIED) as RequirementId[]),
  ...(Object.keys(catalogue) as RequirementId[]).filter(isOfBinding),
];
