/** Where each observer is shown: for each requirement that it judges a fault, and a scenario that is about something else. */
import type { TransportName } from '../adapters/index.js';
import type { Revision } from '../adapters/revision.js';
import type { Fault } from '../containers/servers/faulty/fault.js';
import { allFaults } from '../containers/servers/faulty/index.js';
import type { Observer } from '../suites/observer.js';
import { getRequirement, type RequirementId } from '../suites/requirements/index.js';
import { explainNotCarried } from '../suites/requirements/native.js';
import { appliesTo } from '../suites/requirements/requirement.js';

/** The transports that every observer is shown on, as far as its sentence speaks of them. */
const TRANSPORTS = [
  'stdio',
  'streamable-http',
  'websocket',
  'grpc',
  'grpc-google',
] as const satisfies TransportName[];

export interface Row {
  /** Of the fault. */
  readonly id: keyof typeof allFaults;
  /** Judges something else, so that what flips is the observer's; where it cannot, `words` tell its finding apart. */
  readonly scenario: string;
  readonly words?: string;
  readonly revision: Revision;
}

const MODERN = '2026-07-28';
const LEGACY = '2025-11-25';
const EARLY = '2025-03-26';

type Rest = Omit<Row, 'id' | 'scenario' | 'revision'>;
const at =
  (revision: Revision) =>
  (id: Row['id'], scenario: string, rest: Rest = {}): Row => ({ id, scenario, revision, ...rest });
const modern = at(MODERN);
const legacy = at(LEGACY);
const early = at(EARLY);

const TEXT = 'shared/tools/text';
const LIST = 'shared/tools/list';
const CHANGED = 'shared/tools/list-changed';
const UNABLE = { words: 'that only of a client that declares the capability sampling' };
const UNKNOWN = 'shared/messages/unknown-method';

/** By observer, and by what it judges. Where both eras differ in how it is seen, there are two. */
export const rows: Readonly<Record<string, Readonly<Partial<Record<RequirementId, Row | readonly Row[]>>>>> =
  {
    'observers/credentials': {
      'logging.no-credentials': [modern('logs-its-token', TEXT), legacy('logs-its-token', TEXT)],
      'robustness.credentials-kept': modern('refuses-with-its-token', UNKNOWN),
    },
    'observers/error-codes': {
      'base.reserved-codes': modern('code-invented', UNKNOWN),
      'base.retired-codes': modern('refusal-retired', UNKNOWN),
      'base.codes-outside-reserved': modern('code-of-the-future', UNKNOWN),
      'robustness.legacy-codes': modern('code-of-long-ago', UNKNOWN),
    },
    'observers/error-meanings': {
      'base.codes-with-their-meaning': [
        modern('version-refused-at-will', UNKNOWN),
        modern('capability-demanded-again', UNKNOWN),
      ],
      'client-capabilities.missing-named': modern('capability-demanded-without-name', UNKNOWN),
    },
    'observers/header-mismatches': {
      'base.codes-with-their-meaning': modern('header-mismatch-without-cause', UNKNOWN),
    },
    'observers/http-answers': {
      'http.reply-content-type': modern('http-text-reply', LIST),
      'http.405-names-allowed-methods': legacy('http-get-405-bare', CHANGED),
      'http.401-has-challenge': modern('http-list-401-bare', LIST),
      'http.session-id-visible-ascii': legacy('http-session-id-space', LIST),
    },
    'observers/http-event-ids': {
      'http.event-ids-unique': legacy('events-numbered-alike', 'shared/progress/token'),
    },
    'observers/http-get-streams': {
      'http.get-stream-no-responses': legacy('response-beside-announcement', CHANGED),
    },
    'observers/http-streams': {
      'http.stream-ends-after-response': modern('http-streams-left-behind', 'shared/tools/safe-calls'),
    },
    'observers/known-notifications': {
      'robustness.known-notifications': modern('notification-of-its-own', TEXT),
    },
    'observers/legacy-codes': {
      'elicitation.required-listed': legacy('url-required-of-nothing', UNKNOWN),
      'robustness.codes-with-their-meaning': [
        legacy('unknown-method-no-resource', UNKNOWN),
        at('2025-06-18')('url-required-early', UNKNOWN),
      ],
    },
    'observers/list-changes': {
      'robustness.list-changes-announced': legacy('list-grows-in-silence', 'shared/messages/answered-once'),
    },
    'observers/log-levels': {
      'logging.level-respected': legacy('logs-below-level', 'shared/logging/levels'),
    },
    'observers/log-requests': {
      'logging.only-when-asked': modern('logs-unasked', TEXT),
      'logging.level-respected': modern('logs-too-many', 'shared/logging/request-level', {
        words: 'the level alert or one that is more severe',
      }),
      'logging.not-on-subscriptions': modern('subscription-brings-logs', CHANGED),
      'logging.capability-declared': modern('log-undeclared', TEXT),
    },
    'observers/meta-keys': {
      'base.meta-key-names': modern('meta-key-hyphen', LIST),
      'base.trace-context-format': modern('traceparent-short', LIST),
      'base.extension-identifiers': modern('extension-without-prefix', 'shared/discovery/discover'),
    },
    'observers/negotiated': {
      'server.only-negotiated-notifications-early': early('prompts-announced-undeclared-early', CHANGED),
      'server.only-negotiated-notifications': [
        legacy('prompts-announced-undeclared', CHANGED),
        legacy('task-status-undeclared', TEXT),
        legacy('elicitation-complete-undeclared', TEXT),
      ],
      'client.only-negotiated-requests-early': early(
        'sampling-undeclared-early',
        'shared/sampling/undeclared',
        UNABLE,
      ),
      'client.only-negotiated-requests': [
        legacy('sampling-undeclared', 'shared/sampling/undeclared', UNABLE),
        legacy('task-of-a-client-without', TEXT),
      ],
      'sampling.tools-only-declared': legacy('sampling-tools-offered', 'shared/sampling/refusal'),
      'sampling.context-only-declared': legacy('sampling-context-asked', 'shared/sampling/refusal'),
      'elicitation.mode-declared': legacy('elicitation-url', 'shared/elicitation/refusal'),
      'logging.capability-declared': legacy('log-undeclared', TEXT),
    },
    'observers/no-headers': {
      'base.codes-with-their-meaning': modern('header-mismatch-without-cause', UNKNOWN),
    },
    'observers/progress': {
      'progress.token-echoed': modern('progress-of-another', 'shared/progress/after-completion'),
      'progress.increases': modern('progress-flat', 'shared/progress/after-completion'),
      'progress.stops-after-completion': modern('progress-late', 'shared/progress/token'),
      'progress.only-with-token': modern('progress-own-token', TEXT),
    },
    'observers/replacement-characters': {
      'robustness.no-replacement-characters': modern('description-decoded-twice', LIST),
    },
    'observers/replies': {
      'jsonrpc.request-answered': [modern('list-withheld', LIST), modern('list-stream-empty', LIST)],
      'jsonrpc.answered-once': modern('reply-twice', LIST),
      'jsonrpc.id-echoed': modern('list-of-another', LIST),
      'jsonrpc.notification-unanswered': legacy('notification-answered', LIST),
    },
    'observers/resource-updates': {
      'resources.updated-only-subscribed': legacy('update-unsubscribed', TEXT),
    },
    'observers/results': {
      'base.result-type': modern('call-without-type', TEXT),
      'base.result-type-known': modern('result-type-invented', LIST),
      'base.server-info-in-results': modern('call-without-server', TEXT),
    },
    'observers/sampling-messages': {
      'sampling.tool-results-alone': [
        legacy('sampling-results-mixed', 'shared/sampling/refusal'),
        modern('sampling-results-mixed', 'shared/input-required/sampling'),
      ],
      'sampling.tool-use-balanced': [
        legacy('sampling-use-unanswered', 'shared/sampling/refusal'),
        modern('sampling-use-unanswered', 'shared/input-required/sampling'),
      ],
    },
    'observers/server-cancels': { 'cancellation.server-sends-none': modern('cancels-a-call', TEXT) },
    'observers/server-requests': {
      'jsonrpc.server-ids-unique': legacy('request-id-twice', 'shared/sampling/answer'),
      'cancellation.own-requests-only': legacy('cancels-what-it-never-sent', TEXT),
    },
    'observers/stdout': {
      'stdio.stdout-only-messages': [
        modern('stdio-log-on-stdout', TEXT),
        legacy('stdio-json-log-on-stdout', TEXT),
        legacy('stdio-banner-on-stdout', TEXT),
      ],
      'stdio.one-line-per-message': modern('stdio-pretty-printed', UNKNOWN),
    },
    'observers/subscriptions': {
      'subscriptions.acknowledged-first': modern('subscription-unacknowledged', CHANGED),
      'subscriptions.id-carried': modern('subscription-without-id', CHANGED),
      'subscriptions.only-requested': modern('subscription-unasked', CHANGED),
    },
    'observers/wire-schema': { 'wire.schema': modern('schema-broken', LIST) },
  };

/** One fault on one transport, for one observer and one of its requirements. */
export interface Occasion extends Row {
  readonly observer: string;
  readonly requirement: RequirementId;
  readonly transport: TransportName;
  readonly fault: Fault;
}

/** On every transport that the sentence speaks of, and on which the fault can be expressed. */
export function listOccasions(observers: ReadonlyMap<string, Observer>): Occasion[] {
  return [...observers].flatMap(([observer, { requirements, transports: heard }]) =>
    requirements.flatMap((requirement) =>
      listRows(observer, requirement).flatMap((row) => {
        const fault: Fault = allFaults[row.id];
        const isOn = (list: readonly string[] | undefined, transport: string): boolean =>
          list === undefined || list.includes(transport);
        return TRANSPORTS.filter(
          (transport) =>
            isOn(heard, transport) &&
            isOn(fault.transports, transport) &&
            applies(requirement, transport, row),
        ).map((transport) => ({ ...row, observer, requirement, transport, fault }));
      }),
    ),
  );
}

const applies = (id: RequirementId, transport: TransportName, { revision }: Row): boolean =>
  appliesTo(getRequirement(id), transport, revision) &&
  (transport !== 'grpc-google' || explainNotCarried(id, revision) === undefined);

/** All faults of an observer for one of its requirements. */
export const listRows = (observer: string, id: RequirementId): readonly Row[] =>
  [rows[observer]?.[id] ?? []].flat();
