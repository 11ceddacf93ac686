/** Reads the frozen sets: the fixed list of requirements that a badge is judged by, for each revision. */
import { readFileSync } from 'node:fs';
import { REVISIONS, type Revision } from '../../../adapters/revision.js';

/**
 * Frozen sets: per revision, the requirements that a badge or a gate holds a target to. A set is data and never changes;
 * more is asked for in a new version only, so that nobody's verdict turns because a check was added.
 */
export interface FrozenSet {
  format: 'mcp-transport-conformance/set@1';
  revision: string;
  version: number;
  members: SetMember[];
}

export interface SetMember {
  id: string;
  level: 'MUST' | 'SHOULD';
  group: string;
  /** Judged on these transports only. */
  transports?: string[];
  /** Judged on every transport but these. Without either, on every one, those of others included. */
  except?: string[];
}

/** The file of a revision: every version that was ever frozen. */
export interface SetFile {
  revision: Revision;
  /** The version that a run states and a badge is judged by. Raised only in a release that says so. */
  default: number;
  versions: FrozenSet[];
}

/** Beside this file in the sources; tsc copies no data. */
export const getSetFile = (revision: Revision): URL =>
  new URL(`../../../../suites/requirements/sets/${revision}.json`, import.meta.url);

export const readSetFile = (revision: Revision): SetFile =>
  JSON.parse(readFileSync(getSetFile(revision), 'utf8')) as SetFile;

/** The set of a revision that counts unless another version is asked for. */
export function readDefaultSet(revision: Revision): FrozenSet {
  const file = readSetFile(revision);
  const found = file.versions.find(({ version }) => version === file.default);
  if (found === undefined) throw new Error(`the set ${revision} has no version ${file.default}`);
  return found;
}

/** Every version of every revision, oldest first. */
export const readAllSets = (): FrozenSet[] => REVISIONS.flatMap((revision) => readSetFile(revision).versions);

export const formatSetName = ({ revision, version }: Pick<FrozenSet, 'revision' | 'version'>): string =>
  `${revision}@${version}`;
