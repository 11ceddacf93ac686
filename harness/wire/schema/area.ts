/** Types for the schemas of one protocol area, and the tests for what a revision includes. */
import { REVISIONS, type Revision } from '../../../adapters/revision.js';
import type { Properties, Schema } from './json.js';

/** The revision that schemas are being written for. Both bounds are inclusive. */
export interface RevisionScope {
  readonly revision: Revision;
  readonly since: (first: Revision) => boolean;
  readonly until: (last: Revision) => boolean;
}

export const makeRevisionScope = (revision: Revision): RevisionScope => ({
  revision,
  since: (first) => REVISIONS.indexOf(revision) >= REVISIONS.indexOf(first),
  until: (last) => REVISIONS.indexOf(revision) <= REVISIONS.indexOf(last),
});

/** Who may send a message. */
export type From = 'client' | 'server' | 'either';

export interface RequestRow {
  from: From;
  /** Without it, params are checked no further than those of a method that nobody knows. */
  params: Schema;
  result: Schema;
  /** From 2026-07-28: the answer may ask for input first. */
  mayAskForInput?: boolean;
}

export interface NotificationRow {
  from: From;
  params: Schema;
  /** Where params must be there although none of their members must. */
  needsParams?: boolean;
}

/** One area of the protocol at one revision: named parts, and messages by method. */
export interface Area {
  definitions?: Properties;
  requests?: Readonly<Record<string, RequestRow>>;
  notifications?: Readonly<Record<string, NotificationRow>>;
}

export type AreaAt = (at: RevisionScope) => Area;
