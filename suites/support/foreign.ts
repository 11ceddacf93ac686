/**
 * Nobody's sites (RFC 2606), which no server was told to trust; the second fools a check of the beginning alone.
 */
export const FOREIGN_ORIGINS = ['https://attacker.example', 'http://localhost.attacker.example'] as const;
