import type { SetReport } from '../result.js';

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
  /** Every version of every frozen set, with its hash. */
  sets: readonly { set: SetReport; sha256: string }[];
}

/** Holds where nothing differs. */
export const proof = (what: string, says: string[]): Proof => ({ what, holds: says.length === 0, says });

export const unknown = (what: string, why: string): Proof => ({ what, holds: null, says: [why] });
