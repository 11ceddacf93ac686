/** The name, capabilities and standard answers of the test client. */
import type { Json } from '../../adapters/json.js';

/** Who we say we are; the version is the tool's. */
export const makeClientInfo = (version: string): Json => ({ name: 'mcp-transport-conformance', version });

/** Everything that a server could ask of a client, so that what it offers is not held back for our sake. */
export const DEFAULT_CAPABILITIES: Json = { roots: { listChanged: true }, sampling: {}, elicitation: {} };

/** What this client answers where a scenario has no handler of its own. */
export const DEFAULT_ANSWERS: Readonly<Record<string, (params: Json) => Json>> = {
  ping: () => ({}),
  'roots/list': () => ({ roots: [{ uri: 'file:///workspace', name: 'workspace' }] }),
  'sampling/createMessage': () => ({
    role: 'assistant',
    content: { type: 'text', text: 'a canned completion' },
    model: 'canned',
    stopReason: 'endTurn',
  }),
  'elicitation/create': () => ({ action: 'decline' }),
};
