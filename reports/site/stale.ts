/** When a result is too old to be relied on: counted in releases of this tool and of the specification. */
import type { Releases } from '../format.js';
import type { SiteEntry } from './entry.js';

/** From so many newer releases on, a result is stale. */
const TOOL = 2;
const SPECIFICATION = 1;

/** Why a result is stale, in a few words; nothing where it is not. */
export function explainStale({ tool, at }: SiteEntry, releases: Releases): string | undefined {
  const place = releases.tool.indexOf(tool);
  // A version that is not among them is one before there was such a list, or one of somebody else's.
  if (tool !== '' && releases.tool.length > 0 && (place === -1 || place >= TOOL)) {
    return place === -1
      ? `made with version ${tool}, which is not known here`
      : `${place} versions of mcptc behind`;
  }
  const newer = releases.specification.filter((date) => date > at.slice(0, 10)).length;
  if (newer < SPECIFICATION) return undefined;
  return `from before ${newer === 1 ? 'a revision' : `${newer} revisions`} of the specification`;
}
