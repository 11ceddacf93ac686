/** The context through which a scenario acts: connecting, waiting and stating what it observed. */
import { isDeepStrictEqual } from 'node:util';
import { ConnectError, type Closing, type Connection } from '../../adapters/adapter.js';
import { observe, type Observation } from '../../adapters/observation.js';
import type { Secrets } from '../../adapters/secrets.js';
import { getEra, type Era, type Revision } from '../../adapters/revision.js';
import type { RequirementId } from '../../suites/requirements/index.js';
import type { RoleName } from '../../suites/roles.js';
import type { Absence, BindingContext, LentCall, SafeCall } from '../../suites/scenario.js';
import type { Server } from '../../suites/machine.js';
import type {
  BoundSession,
  Identity,
  Message,
  Reply,
  Session,
  SessionOptions,
} from '../../suites/session.js';
import type { TransportName } from '../../adapters/index.js';
import { Refused, Unanswered } from '../session/exchange.js';
import { alone, type Lessons } from '../session/lessons.js';
import { makeFact, type Fact } from './facts.js';
import { findLack } from './lacks.js';
import type { CaseChecks } from './checks.js';

/** How long a wait that proves an absence takes, in milliseconds, where a scenario names no other. */
export const QUIET_MS = 200;
/** From here on an answer to a fence is late, and the longest by which the wait grows for it. */
const SLOW_FENCE_MS = 100;
const MAX_MORE_MS = 1_000;

/** What the context needs from the case that it belongs to. */
export interface CaseHooks {
  checks: CaseChecks;
  secrets: Secrets;
  revision: Revision;
  requestTimeoutMs: number;
  session(options?: SessionOptions): Promise<Session>;
  server(kind: 'own' | 'pair'): Promise<Server>;
  bound(options?: SessionOptions, server?: Server): Promise<BoundSession<Connection>>;
  /** Whether the server tells two clients apart. */
  hasIdentities: boolean;
  connect(era?: Era, identity?: Identity): Promise<Connection>;
  close(connection: Connection, how: 'graceful' | 'abrupt'): Promise<Closing>;
  safeCalls(): Promise<readonly SafeCall[]>;
  role(name: RoleName): Promise<LentCall>;
  random(): number;
  fact(name: string, fact: Fact): void;
  /** Awaits what costs no work, and holds no place among the cases meanwhile. */
  wait<T>(promise: Promise<T>): Promise<T>;
  /** What the target taught about waiting. */
  lessons: Lessons;
  alone: boolean;
  /** Set where something may have arrived that nobody could see. */
  unseen(): string | undefined;
  /** Set once the case is over: what a scenario still says then counts for nothing. */
  ended(): boolean;
}

/** The context of every scenario; the binding part is hidden from shared ones by its type. */
export function makeContext(hooks: CaseHooks): BindingContext<TransportName> {
  const { checks } = hooks;
  const judge = (id: RequirementId, held: boolean, observation: Observation, expected: string) =>
    hooks.ended() ? held : checks.judge(id, held, observation, expected);
  return {
    era: getEra(hooks.revision),
    revision: hooks.revision,
    quietMs: QUIET_MS,
    requestTimeoutMs: hooks.requestTimeoutMs,
    session: (options) => hooks.session(options),
    server: (kind = 'own') => hooks.server(kind),
    equal: (id, observation, expected) =>
      judge(id, isDeepStrictEqual(observation.value, expected), observation, checks.clipped(expected)),
    satisfies: (id, observation, predicate, expectation) =>
      judge(id, predicate(observation.value), observation, expectation),
    async meets(id, opening, expectation) {
      try {
        return await opening;
      } catch (error) {
        if (!Refused.is(error)) throw error;
        judge(id, false, error.reply.at('/error'), expectation);
        return undefined;
      }
    },
    absent: (id, options) => absent(hooks, id, options),
    notVerified(id, missing) {
      if (!hooks.ended())
        checks.record(id, 'not-verified', [], {
          expected: `the target would have to ${missing}`,
          ...findLack(missing),
        });
    },
    notApplicable(id, reason) {
      if (!hooks.ended()) checks.record(id, 'not-applicable', [], { expected: reason });
    },
    observe: (name, observation, { unordered = false } = {}) =>
      hooks.fact(name, makeFact(observation, { unordered, secrets: hooks.secrets })),
    wait: (promise) => hooks.wait(promise),
    within: (kind, ms, ask, came) =>
      hooks.lessons.ask({ kind: hooks.alone ? alone(kind) : kind, ms, ask, came }),
    safeCalls: () => hooks.safeCalls(),
    role: (name) => hooks.role(name),
    random: () => hooks.random(),
    hasIdentities: hooks.hasIdentities,
    refusesNobody: () => refusesNobody(hooks),
    connect: (options) => hooks.connect(options?.era, options?.identity) as never,
    open: (options, server) => hooks.bound(options, server) as unknown as Promise<BoundSession<never>>,
    close: (connection, how) => hooks.close(connection, how),
    text: (frame) => observe(Buffer.from(frame.bytes).toString('utf8'), frame.channel.id, [frame.entry]),
  };
}

/** Asks as a client that shows no credentials; to hang up is to refuse; to be slow, or to ask for patience, is not. */
async function refusesNobody(hooks: CaseHooks): Promise<boolean> {
  try {
    await hooks.session({ identity: 'nobody' });
    return false;
  } catch (error) {
    const isRefusal =
      Refused.is(error) ||
      (Unanswered.is(error) && (error.why === 'refused' || error.why === 'ended')) ||
      (ConnectError.is(error) && !error.isStall);
    if (!isRefusal) throw error;
    return true;
  }
}

/**
 * Waits, asks a fence, and judges. A server that is slow to answer the fence, for whatever reason, may be as late with what must
 * not come: it is listened to for as long once more. One that does not answer is silent like any other, and the case fails by it.
 */
async function absent(hooks: CaseHooks, id: RequirementId, o: Absence): Promise<boolean> {
  await hooks.wait(listenFor(o, o.withinMs ?? QUIET_MS));
  const askedMs = performance.now();
  const fence = await askFence(o.session);
  const tookMs = performance.now() - askedMs;
  if (!Unanswered.is(fence) && tookMs > SLOW_FENCE_MS && !hooks.ended())
    await hooks.wait(listenFor(o, Math.min(tookMs, MAX_MORE_MS)));
  if (hooks.ended()) return false;
  const held = judgeAbsence(hooks, id, o, Unanswered.is(fence) ? undefined : fence.at('/id'));
  if (Unanswered.is(fence)) throw fence;
  return held;
}

/** Settles with the first that matches, wherever it arrives, or when the time is over. */
function listenFor({ session, match, in: log }: Absence, withinMs: number): Promise<unknown> {
  const found = (message: Message): boolean => match(message) && (log?.seen.includes(message) ?? true);
  return Promise.race([session.events.next(found, withinMs), session.unmatched.next(found, withinMs)]);
}

async function askFence(session: Session): Promise<Reply | Unanswered> {
  try {
    return await session.barrier();
  } catch (error) {
    if (!Unanswered.is(error)) throw error;
    return error;
  }
}

function judgeAbsence(
  hooks: CaseHooks,
  id: RequirementId,
  o: Absence,
  fence: Observation | undefined,
): boolean {
  const { checks } = hooks;
  const offender = (o.in ?? o.session.events).seen.find(o.match);
  if (offender !== undefined) {
    checks.record(id, checks.violation(id), [offender.entry], {
      expected: `no ${o.what}`,
      received: checks.quote(offender.document, ''),
    });
    return false;
  }
  const unseen = hooks.unseen();
  if (unseen !== undefined || fence === undefined) {
    const missing =
      unseen === undefined
        ? 'the target would have to answer the request that ends the wait'
        : `everything that arrives would have to be seen, but ${unseen}`;
    checks.record(id, 'not-verified', [], { expected: missing });
    return false;
  }
  checks.record(id, 'pass', fence.entries, {
    expected: `no ${o.what}`,
    received: 'none until the fence was answered',
  });
  return true;
}
