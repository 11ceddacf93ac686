/** The dated protocol versions of MCP, oldest first, and what the date decides. */

export const REVISIONS = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'] as const;

export type Revision = (typeof REVISIONS)[number];

/** `legacy`: one `initialize` handshake opens a session. `modern`: no session, `_meta` on every request. */
export type Era = 'legacy' | 'modern';

const FIRST_MODERN: Revision = '2026-07-28';

export const LEGACY_REVISIONS = REVISIONS.filter((revision) => revision < FIRST_MODERN);
export const MODERN_REVISIONS = REVISIONS.filter((revision) => revision >= FIRST_MODERN);

export const isRevision = (value: unknown): value is Revision =>
  (REVISIONS as readonly unknown[]).includes(value);

/** Any dated version sorts as text; what a server invents counts by its date too. */
export const getEra = (revision: string): Era => (revision >= FIRST_MODERN ? 'modern' : 'legacy');
