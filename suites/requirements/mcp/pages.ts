/** Lists the address of one heading of the MCP specification in each of several revisions. */
import { REVISIONS, type Revision } from '../../../adapters/revision.js';

/**
 * The same heading of the same page in every revision of a span (inclusive), newest first, as a requirement's
 * `sources` name it: `2026-07-28/server/tools#tool-names`.
 */
export function listPages(
  heading: string,
  from: Revision = REVISIONS[0],
  to: Revision = '2026-07-28',
): readonly [string, ...string[]] {
  const older = REVISIONS.filter((revision) => revision >= from && revision < to).toReversed();
  return [`${to}/${heading}`, ...older.map((revision) => `${revision}/${heading}`)];
}
