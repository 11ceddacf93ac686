/** What to change in a server on an official SDK, so that a finding goes away; each was tried. */
import type { RequirementId } from '../index.js';

/** Where a finding was seen, or was gone. */
export const PLACES = ['stdio', 'streamable-http'] as const;
type Place = (typeof PLACES)[number];

/** An SDK at the version that the remedies were tried with. */
export interface SdkRemedies {
  /** As `mcptc explain --sdk` takes it. */
  readonly sdk: string;
  /** As its users name it. */
  readonly name: string;
  /** As its registry names it. */
  readonly package: string;
  readonly version: string;
  /** When they were tried: `2026-11-29`. */
  readonly day: string;
  /** By requirement. */
  readonly remedies: Readonly<Partial<Record<RequirementId, Remedy>>>;
}

export type Remedy = Change | Fault | Right | Absent;

/** A plain server showed the finding, and these lines in the server took it away. */
export interface Change {
  /** `server`: the SDK leaves it to the server. `around`: the SDK is at fault, and a server can get around it. */
  readonly is: 'server' | 'around';
  /** What to do: one or two sentences. */
  readonly text: string;
  readonly code: string;
  readonly seen: readonly Place[];
  readonly gone: readonly Place[];
  /** The revision at which it stays all the same. */
  readonly staysAt?: '2026-07-28';
}

/** The SDK is at fault, and nothing in a server takes the finding away. */
interface Fault {
  readonly is: 'sdk';
  /** What can be done all the same. */
  readonly text: string;
  readonly seen: readonly Place[];
}

/** A plain server did not show the finding. */
interface Right {
  readonly is: 'right';
  /** Where it was looked for; what does not apply there is not shown either. */
  readonly held: readonly Place[];
  /** Where it comes from if it is seen all the same. */
  readonly text?: string;
}

/** It does not arise, because the SDK has nothing that it speaks of. */
interface Absent {
  readonly is: 'absent';
  readonly text: string;
}

/** Checked against the catalogue: a remedy of a requirement that is not there does not compile. */
export const defineRemedies = (remedies: SdkRemedies): SdkRemedies => remedies;

/** Held on both transports. */
export const RIGHT = { is: 'right', held: PLACES } as const;
/** Of Streamable HTTP, or held there alone. */
export const RIGHT_OVER_HTTP = { is: 'right', held: ['streamable-http'] } as const;
/** Of a revision that the SDK does not speak. */
export const NOT_MODERN = { is: 'absent', text: 'It does not speak 2026-07-28.' } as const;
