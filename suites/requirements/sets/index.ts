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

/**
 * What a run is held to: `latest`, every check that there is; or the default set of each revision, but where a version is
 * named.
 */
export type SetChoice = 'latest' | Readonly<Partial<Record<Revision, number>>>;

/** The set that a run states for a revision. What counts beside it under `latest` is in none yet: there it is the newest. */
export function readSet(revision: Revision, choice: SetChoice = {}): FrozenSet {
  const file = readSetFile(revision);
  const wanted = choice === 'latest' ? file.versions.at(-1)?.version : (choice[revision] ?? file.default);
  const found = file.versions.find(({ version }) => version === wanted);
  if (found === undefined) throw new Error(`the set ${revision} has no version ${wanted}`);
  return found;
}

/** Every version of every revision, oldest first. */
export const readAllSets = (): FrozenSet[] => REVISIONS.flatMap((revision) => readSetFile(revision).versions);

export const formatSetName = ({ revision, version }: Pick<FrozenSet, 'revision' | 'version'>): string =>
  `${revision}@${version}`;
