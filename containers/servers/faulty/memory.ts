/** Whatever a fault has to remember, for as long as the scope that owns it. */
export type Memory = Record<string, unknown>;
