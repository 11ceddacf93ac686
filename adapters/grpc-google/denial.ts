/** Tells a refusal that is about who asks: MCP has no code for it, so that the name of the status goes along. */

export const isDenial = (status: unknown): boolean =>
  status === 'UNAUTHENTICATED' || status === 'PERMISSION_DENIED';
