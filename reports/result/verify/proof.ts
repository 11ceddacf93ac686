/** The types of a proof: a statement of a result or badge, whether it holds, and what differs. */
import type { RequirementReport, SetReport } from '../result.js';

/** One thing that a result or a badge states, and whether it is so. */
export interface Proof {
  what: string;
  /** `null`: it cannot be told here. */
  holds: boolean | null;
  /** What differs, or why it cannot be told. */
  says: string[];
}

/** What this version of the tool knows of its own, to hold a result against. */
export interface Shipped {
  version: string;
  catalogueHash: string;
  /** What a result says of a requirement whose newest revision there is this; `undefined` for what is not in the catalogue. */
  requirement: (id: string, revision: string) => RequirementReport | undefined;
  /** Whether a MUST may warn there: where nothing but the document of a custom binding demands it. */
  warns: (id: string, transport: string) => boolean;
  /** By name, the transports that come with it, as far as the result names them. */
  transports: Readonly<Record<string, { custom: boolean }>>;
  /** Every version of every frozen set, with its hash. */
  sets: readonly { set: SetReport; sha256: string }[];
}

/** Holds where nothing differs. */
export const makeProof = (what: string, says: string[]): Proof => ({ what, holds: says.length === 0, says });

export const makeUnknownProof = (what: string, why: string): Proof => ({ what, holds: null, says: [why] });
