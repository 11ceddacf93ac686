/** Lists the address of one heading or one type of the MCP specification in each of several revisions. */
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

/** The schema pages began with this revision. */
const FIRST_SCHEMA_PAGE = '2025-06-18';
const LAST_WITHOUT = '2025-03-26';

/** A type on the schema page of every revision of a span; before there was one, the heading that shows the message. */
export function listTypes(
  type: string,
  heading: string,
  from: Revision = REVISIONS[0],
  to: Revision = '2026-07-28',
): readonly [string, ...string[]] {
  const anchor = `schema#${type.toLowerCase()}`;
  if (from >= FIRST_SCHEMA_PAGE) return listPages(anchor, from, to);
  return [...listPages(anchor, FIRST_SCHEMA_PAGE, to), ...listPages(heading, from, LAST_WITHOUT)];
}
