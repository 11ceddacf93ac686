/** The remedies of all SDKs, and what to do about a finding whatever a server is written with. */
import { advice, general } from './advice.js';
import { go } from './go.js';
import { java } from './java.js';
import { python } from './python.js';
import type { Remedy, SdkRemedies } from './remedy.js';
import { rust } from './rust.js';
import { typescriptV1 } from './typescript-v1.js';
import { typescriptV2 } from './typescript-v2.js';
import type { RequirementId } from '../index.js';

export type { Remedy, SdkRemedies } from './remedy.js';

/** In the order in which they are shown. */
export const sdks: readonly SdkRemedies[] = [typescriptV1, typescriptV2, python, go, rust, java];

/** The requirements that have remedies, most frequent first. */
export const mendable = Object.keys(advice) as (keyof typeof advice)[];

/** What to do, and the remedy of each SDK; undefined for a requirement that has none. */
export function findRemedies(
  id: RequirementId,
): { advice: string; remedies: { sdk: SdkRemedies; remedy: Remedy }[] } | undefined {
  const all: Readonly<Partial<Record<RequirementId, string>>> = { ...general, ...advice };
  const text = all[id];
  if (text === undefined) return undefined;
  return {
    advice: text,
    remedies: sdks.flatMap((sdk) => {
      const remedy = sdk.remedies[id];
      return remedy === undefined ? [] : { sdk, remedy };
    }),
  };
}
