/** The type of a requirement: its level, text and sources, and the revisions and transports it applies to. */
import type { Revision } from '../../adapters/revision.js';

/**
 * One normative statement. The catalogue is typed rows: a scenario cites ids, and level, text and link come from
 * here. Adding one is adding a row to the file of its document; nothing else has to change.
 */
export type Requirement = Statement & (Demand | Wish);

/** Its level follows what it rests on. */
interface Demand {
  readonly level: 'MUST' | 'SHOULD';
  readonly basis: Basis;
}

/** What no sentence demands: reported apart, never fail or warn. */
interface Wish {
  readonly level: 'ROBUSTNESS';
  readonly basis?: never;
}

/**
 * What makes a row a demand. A `sentence` of its sources says it in a keyword of its level. Else a `schema` does: the type
 * of a message, or what stands beside that type. Or a `fixture`: what it returns is known, and has to come out unchanged.
 * Where revisions differ in this, the row names the last of the three that it needs.
 */
export const BASES = ['sentence', 'schema', 'fixture'] as const;
export type Basis = (typeof BASES)[number];

interface Statement {
  readonly group: Group;
  /** The demand in our own words: one sentence, present tense, what a right server does. */
  readonly text: string;
  /** Where it is written, newest first: `2026-07-28/basic/index#requests` of the MCP specification, or an absolute URL. */
  readonly sources: readonly [string, ...string[]];
  /** Inclusive; without one, every revision. */
  readonly from?: Revision;
  readonly to?: Revision;
  /**
   * Written only in a custom binding's own document or a draft: a violation warns, unless the target claims the binding in
   * its config.
   */
  readonly own?: true;
  /** Transports that the sentence speaks of; without, all. */
  readonly transports?: readonly string[];
}

/** The working group whose layer the sentence belongs to. */
export type Group = 'transport' | 'security' | 'schemas' | 'discovery' | 'tooling';

/** As it stands in its file: without a basis, it has that of the file. */
type Row = Statement & ((Omit<Demand, 'basis'> & Partial<Demand>) | Wish);

/** Keeps the ids as literal types, so that citing an unknown requirement does not compile. */
export function defineRequirements<const Id extends string>(
  basis: Basis,
  rows: Readonly<Record<Id, Row>>,
): Readonly<Record<Id, Requirement>> {
  const complete = (row: Row): Requirement => (row.level === 'ROBUSTNESS' ? row : { basis, ...row });
  return Object.fromEntries(Object.entries<Row>(rows).map(([id, row]) => [id, complete(row)])) as Record<
    Id,
    Requirement
  >;
}

export function appliesTo(requirement: Requirement, transport: string, revision: string): boolean {
  return (
    (requirement.from === undefined || revision >= requirement.from) &&
    (requirement.to === undefined || revision <= requirement.to) &&
    (requirement.transports === undefined || requirement.transports.includes(transport))
  );
}

/** The address of a source, at the revision that is being tested where several are listed. */
export function toLink(source: string): string {
  return source.includes('://') ? source : `https://modelcontextprotocol.io/specification/${source}`;
}

/** The source to quote at a revision: the newest that is not newer than it. */
export function findSource(requirement: Requirement, revision: string): string {
  return requirement.sources.find((source) => source.slice(0, 10) <= revision) ?? requirement.sources[0];
}

/** What a result says of a requirement that was judged at a revision. */
export const explainRequirement = (
  requirement: Requirement,
  revision: string,
): Pick<Requirement, 'level' | 'text' | 'group'> & { source: string; basis?: Basis } => {
  const { level, text, group, basis } = requirement;
  const source = toLink(findSource(requirement, revision));
  return { level, text, source, group, ...(basis === undefined ? {} : { basis }) };
};
