/** The context through which a scenario acts: connecting, waiting and stating what it observed. */
import { isDeepStrictEqual } from 'node:util';
import type { Closing, Connection } from '../../adapters/adapter.js';
import { observe, type Observation } from '../../adapters/observation.js';
import type { Secrets } from '../../adapters/secrets.js';
import { getEra, type Era, type Revision } from '../../adapters/revision.js';
import type { RequirementId } from '../../suites/requirements/index.js';
import type { Absence, BindingContext, SafeCall } from '../../suites/scenario.js';
import type { Server } from '../../suites/machine.js';
import type { BoundSession, Session, SessionOptions } from '../../suites/session.js';
import type { TransportName } from '../../adapters/index.js';
import { Unanswered } from '../session/exchange.js';
import { makeFact, type Fact } from './facts.js';
import type { CaseChecks } from './checks.js';

/** How long a wait that proves an absence takes, in milliseconds, where a scenario names no other. */
export const QUIET_MS = 200;

/** What the context needs from the case that it belongs to. */
export interface CaseHooks {
  checks: CaseChecks;
  secrets: Secrets;
  revision: Revision;
  requestTimeoutMs: number;
  session(options?: SessionOptions): Promise<Session>;
  server(kind: 'own' | 'pair'): Promise<Server>;
  bound(options?: SessionOptions, server?: Server): Promise<BoundSession<Connection>>;
  connect(era?: Era): Promise<Connection>;
  close(connection: Connection, how: 'graceful' | 'abrupt'): Promise<Closing>;
  safeCalls(): Promise<readonly SafeCall[]>;
  random(): number;
  fact(name: string, fact: Fact): void;
  /** Awaits what costs no work, and holds no place among the cases meanwhile. */
  wait<T>(promise: Promise<T>): Promise<T>;
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
    absent: (id, options) => absent(hooks, id, options),
    notVerified(id, missing) {
      if (!hooks.ended())
        checks.record(id, 'not-verified', [], { expected: `the target would have to ${missing}` });
    },
    notApplicable(id, reason) {
      if (!hooks.ended()) checks.record(id, 'not-applicable', [], { expected: reason });
    },
    observe: (name, observation, { unordered = false } = {}) =>
      hooks.fact(name, makeFact(observation, { unordered, secrets: hooks.secrets })),
    wait: (promise) => hooks.wait(promise),
    safeCalls: () => hooks.safeCalls(),
    random: () => hooks.random(),
    connect: (options) => hooks.connect(options?.era) as never,
    open: (options, server) => hooks.bound(options, server) as unknown as Promise<BoundSession<never>>,
    close: (connection, how) => hooks.close(connection, how),
    text: (frame) => observe(Buffer.from(frame.bytes).toString('utf8'), frame.channel.id, [frame.entry]),
  };
}

async function absent(hooks: CaseHooks, id: RequirementId, o: Absence): Promise<boolean> {
  const log = o.in ?? o.session.events;
  await hooks.wait(
    o.session.events.next(
      (message) => o.match(message) && log.seen.includes(message),
      o.withinMs ?? QUIET_MS,
    ),
  );
  let barrier: Observation | undefined;
  try {
    barrier = (await o.session.barrier()).at('/id');
  } catch (error) {
    if (!Unanswered.is(error)) throw error;
  }
  if (hooks.ended()) return false;
  const offender = log.seen.find(o.match);
  if (offender !== undefined) {
    hooks.checks.record(id, hooks.checks.violation(id), [offender.entry], {
      expected: `no ${o.what}`,
      received: hooks.checks.quote(offender.document, ''),
    });
    return false;
  }
  const unseen = hooks.unseen();
  if (unseen !== undefined) {
    hooks.checks.record(id, 'not-verified', [], {
      expected: `everything that arrives would have to be seen, but ${unseen}`,
    });
    return false;
  }
  if (barrier === undefined) {
    hooks.checks.record(id, 'not-verified', [], {
      expected: 'the target would have to answer the request that ends the wait',
    });
    return false;
  }
  hooks.checks.record(id, 'pass', barrier.entries, {
    expected: `no ${o.what}`,
    received: 'none until the fence was answered',
  });
  return true;
}
