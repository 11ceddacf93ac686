/** The frozen set that a result carries for a revision, and its members on a transport. */
import type { Result, SetReport } from './result.js';

export const findSet = (result: Pick<Result, 'sets'>, revision: string): SetReport | undefined =>
  result.sets?.find((set) => set.revision === revision);

/** The members of a set that are judged on a transport. */
export const listMembersOn = <T extends { transports?: string[]; except?: string[] }>(
  { members }: { members: readonly T[] },
  transport: string,
): T[] =>
  members.filter(
    ({ transports, except }) =>
      (transports?.includes(transport) ?? true) && except?.includes(transport) !== true,
  );
