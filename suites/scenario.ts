/** The types of a scenario: what it needs of a target, where it applies, and how it gives its verdicts. */
import type { Connection, Closing, Frame } from '../adapters/adapter.js';
import type { ConnectionOf, TransportName } from '../adapters/index.js';
import type { Observation } from '../adapters/observation.js';
import { getEra, type Era, type Revision } from '../adapters/revision.js';
import type { Server } from './machine.js';
import type { RequirementId } from './requirements/index.js';
import type { RoleName } from './roles.js';
import type { BoundSession, Identity, Message, Session, SessionOptions } from './session.js';

/**
 * A scenario is one file in `suites/`; its id is its path (`shared/messages/id-is-echoed`). It holds a conversation
 * and no prose: level, text and link of what it judges come from the catalogue.
 *
 * Scenarios under `shared/` use `defineScenario` and cannot see the transport. Those under `suites/<transport>/` use
 * `defineBindingScenario`.
 */
export interface Scenario {
  readonly title: string;
  readonly requirements: readonly RequirementId[];
  readonly needs: Needs;
  readonly revisions: RevisionRange;
  readonly isolation: Isolation;
  /**
   * It opens a connection on which nobody has said anything, beside one that it may share: it begins early, and finds it open.
   * Where it asks for nothing but `lists` there, others that do the same have it after it.
   */
  readonly opensAnother?: true | 'lists';
  /** Only for binding scenarios. */
  readonly transport?: TransportName;
  /** Whole scenario, milliseconds, where the default (`--scenario-timeout`) does not do. */
  readonly timeout?: number;
  readonly run: (t: never) => Promise<void>;
}

/** Inclusive dates, or a whole era. */
export type RevisionRange = { era?: Era; from?: Revision; to?: Revision };

export const isCovered = (range: RevisionRange, revision: Revision): boolean =>
  (range.era === undefined || range.era === getEra(revision)) &&
  (range.from === undefined || revision >= range.from) &&
  (range.to === undefined || revision <= range.to);

/**
 * What a target must declare or offer. A capability that is not declared makes the case `not-applicable`; a fixture
 * that is not there makes it `not-verified`, with the fixture named.
 */
export interface Needs {
  /** Dotted paths, of which all are needed: `tools`, `resources.subscribe`; `|` between those of which one will do. */
  capabilities?: readonly string[];
  /**
   * A server that may be broken: see `t.server()`. `listener`: with an address, on a network. `local`: one that we started
   * ourselves, outside of any container, and told no address; it is not broken.
   */
  server?: 'any' | 'listener' | 'local';
  /** Several clients that one server serves: where each has a process of its own there is nothing between them. */
  clients?: 'of one server';
  /** Two clients that the server tells apart by their credentials: see `SessionOptions.identity`. */
  identities?: 'two';
  /** A tool that does something: see `t.role()`. What a fixture need not fill does not apply where no tool does it. */
  role?: RoleName;
  /** Fixture tools, prompts and resources by their names in the fixture contract. */
  tools?: readonly string[];
  prompts?: readonly string[];
  resources?: readonly string[];
}

/**
 * - `shared`: may use a session that other cases used before (with the same options); leaves nothing behind on it. The
 *   first choice: starting a process costs more than most scenarios, and what fails in company is run again alone.
 * - `last`: may use a session that other cases used before, and nobody uses it after: it is ended, or in doubt.
 * - `session`: a session of its own (in the legacy era, where process and session are one, a process of its own).
 * - `process`: a process of its own, where the target can be started; it may be killed.
 * - `exclusive`: nothing else runs on this target meanwhile (changes lists, levels, limits).
 */
export type Isolation = 'shared' | 'last' | 'session' | 'process' | 'exclusive';

/** What a scenario works with. `R` are the requirements it declared: citing another does not compile. */
export interface Context<R extends RequirementId = RequirementId> {
  readonly era: Era;
  readonly revision: Revision;
  /** A server of its own that may be broken, for scenarios that need one. `pair`: two of them behind one address. */
  server(kind?: 'own' | 'pair'): Promise<Server>;
  /** Opens a session, or for `shared` scenarios lends one. Options other than the defaults always open a new one. */
  session(options?: SessionOptions): Promise<Session>;

  /** The config names two clients, and sessions may be opened as either; without `needs`, a scenario asks. */
  readonly hasIdentities: boolean;
  /** Whether a client is refused that shows the credentials of neither: then the server looks at them. */
  refusesNobody(): Promise<boolean>;

  /** Deep equality of JSON values. Returns whether it held, so that a scenario can stop early. */
  equal<T>(requirement: R, observation: Observation<T>, expected: unknown): boolean;
  /** `expectation` completes "expected …": `an integer of at least 0`. */
  satisfies<T>(
    requirement: R,
    observation: Observation<T>,
    predicate: (value: T) => boolean,
    expectation: string,
  ): boolean;
  /**
   * A session that is being opened; a refusal of its opening request is judged as the violation that it is there, and
   * there is no session then.
   */
  meets(requirement: R, opening: Promise<Session>, expectation: string): Promise<Session | undefined>;
  /**
   * Nothing matching arrived: after the stimulus (its transcript entry), for `withinMs`, and until a fence request on
   * the same session was answered. Without an answered fence it is `not-verified`.
   */
  absent(requirement: R, options: Absence): Promise<boolean>;
  /**
   * It applies, but nothing could be seen. `missing` completes "the target would have to …". It begins with `offer`, `list`,
   * `annotate`, `declare`, `send`, `ask` or `report` where that is the target's choice, and keeps no badge from being green.
   */
  notVerified(requirement: R, missing: string): void;
  notApplicable(requirement: R, reason: string): void;
  /**
   * A fact that the binding must not change; parity compares it across transports. `unordered` is for a list whose order
   * no sentence promises.
   */
  observe(name: string, observation: Observation, options?: { unordered?: boolean }): void;

  /** Tools that may be called: annotated read-only, allowed by the user, or fixtures; with valid arguments. */
  safeCalls(): Promise<readonly SafeCall[]>;
  /**
   * The call that fills a role which the scenario `needs`: of the fixture, where the target has it; else of a tool that may
   * be called and was seen to do it, or that the config names for it.
   */
  role(name: RoleName): Promise<LentCall>;
  /** For choices that should vary between runs and repeat with `--seed`: a number from 0 up to 1. */
  random(): number;
  /**
   * Awaits what costs no work, such as a window in which nothing must come, or an end that must. The case holds no place
   * meanwhile, so that another one runs.
   */
  wait<T>(promise: Promise<T>): Promise<T>;
  /**
   * Asks for what may take `ms` milliseconds: fewer, where as much was waited for the same kind in vain before. `came` says
   * whether it came. What a short wait missed is looked at again alone, where a wait is as long as it is.
   */
  within<T>(kind: string, ms: number, ask: (ms: number) => Promise<T>, came: (got: T) => boolean): Promise<T>;
  /** Bound for waits that prove an absence, in milliseconds. */
  readonly quietMs: number;
  /** Bound for waits for an answer, in milliseconds: what the user gave as `--request-timeout`. */
  readonly requestTimeoutMs: number;
}

export interface Absence {
  session: Session;
  /** Where to look; by default everything that the server sent on the session. */
  in?: { readonly seen: readonly Message[] };
  match: (message: Message) => boolean;
  /** Completes "expected no …": `notifications/message without a log level`. */
  what: string;
  withinMs?: number;
}

export interface SafeCall {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
  readonly tool: Record<string, unknown>;
}

/** A call that is lent to whoever needs its role. */
export interface LentCall extends SafeCall {
  /** It is the fixture, with all that the fixture contract says of it. */
  readonly fixture: boolean;
}

/** A binding scenario also sees the connection: frames, channels, headers, exit codes. */
export interface BindingContext<
  T extends TransportName,
  R extends RequirementId = RequirementId,
> extends Context<R> {
  /** A connection without a handshake, read by the scenario itself. */
  connect(options?: { era?: Era; identity?: Identity }): Promise<ConnectionOf[T]>;
  /** A session of its own and the connection under it; on a server that may be broken, where one is given. */
  open(options?: SessionOptions, server?: Server): Promise<BoundSession<ConnectionOf[T]>>;
  close(connection: Connection, how: 'graceful' | 'abrupt'): Promise<Closing>;
  /** What a frame held, as evidence; U+FFFD stands for bytes that are no UTF-8. */
  text(frame: Frame): Observation<string>;
}

interface Definition<R extends RequirementId> {
  title: string;
  requirements: readonly R[];
  needs?: Needs;
  revisions?: RevisionRange;
  isolation?: Isolation;
  opensAnother?: true | 'lists';
  timeout?: number;
}

export function defineScenario<const R extends RequirementId>(
  definition: Definition<R>,
  run: (t: Context<R>) => Promise<void>,
): Scenario {
  return { needs: {}, revisions: {}, isolation: 'shared', ...definition, run };
}

export function defineBindingScenario<T extends TransportName, const R extends RequirementId>(
  transport: T,
  definition: Definition<R>,
  run: (t: BindingContext<T, R>) => Promise<void>,
): Scenario {
  return { needs: {}, revisions: {}, isolation: 'session', ...definition, transport, run };
}
