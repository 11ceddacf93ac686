/** Requirements on what servers ask of clients: sampling, elicitation, roots. */
import { defineRequirements } from '../requirement.js';
import { listPages } from './pages.js';

/** What servers ask of clients: `client/sampling`, `client/elicitation`, `client/roots`. */
export const client = defineRequirements({
  'client.only-negotiated-requests-early': {
    level: 'SHOULD',
    group: 'discovery',
    text: 'The server sends no request that needs a client capability which was not declared.',
    sources: listPages('basic/lifecycle#operation', '2024-11-05', '2025-03-26'),
    to: '2025-03-26',
  },
  'client.only-negotiated-requests': {
    level: 'MUST',
    group: 'discovery',
    text: 'The server sends no request that needs a client capability which was not declared.',
    sources: listPages('basic/lifecycle#operation', '2025-06-18', '2025-11-25'),
    from: '2025-06-18',
    to: '2025-11-25',
  },
  'server.only-negotiated-notifications-early': {
    level: 'SHOULD',
    group: 'discovery',
    text: 'The server sends no notification that needs a capability which it did not declare.',
    sources: listPages('basic/lifecycle#operation', '2024-11-05', '2025-03-26'),
    to: '2025-03-26',
  },
  'server.only-negotiated-notifications': {
    level: 'MUST',
    group: 'discovery',
    text: 'The server sends no notification that needs a capability which it did not declare.',
    sources: listPages('basic/lifecycle#operation', '2025-06-18', '2025-11-25'),
    from: '2025-06-18',
    to: '2025-11-25',
  },
  'sampling.request-complete': {
    level: 'MUST',
    group: 'schemas',
    text: 'A sampling request carries messages, each with a role and content, and a positive maximum of tokens.',
    sources: listPages('client/sampling#creating-messages'),
  },
  'sampling.answer-used': {
    level: 'MUST',
    group: 'tooling',
    text: 'What the client generated reaches the operation that asked for it.',
    sources: listPages('client/sampling#creating-messages', '2024-11-05', '2025-11-25'),
    to: '2025-11-25',
  },
  'sampling.refusal-survived': {
    level: 'ROBUSTNESS',
    group: 'tooling',
    text: 'When the client refuses to sample, the operation still ends and the server goes on.',
    sources: listPages('client/sampling#error-handling', '2024-11-05', '2025-11-25'),
    to: '2025-11-25',
  },
  'sampling.tools-only-declared': {
    level: 'MUST',
    group: 'discovery',
    text: 'A sampling request offers tools only to a client that declares sampling.tools.',
    sources: listPages('client/sampling#tools-in-sampling', '2025-11-25'),
    from: '2025-11-25',
  },
  'elicitation.request-complete': {
    level: 'MUST',
    group: 'schemas',
    text: 'A form elicitation carries a message and a requested schema.',
    sources: [
      ...listPages('client/elicitation#form-mode-elicitation-requests', '2025-11-25'),
      ...listPages('client/elicitation#creating-elicitation-requests', '2025-06-18', '2025-06-18'),
    ],
    from: '2025-06-18',
  },
  'elicitation.schema-flat': {
    level: 'MUST',
    group: 'schemas',
    text: 'The requested schema is a flat object of primitive properties (from 2025-11-25 also lists of choices).',
    sources: [
      ...listPages('client/elicitation#requested-schema', '2025-11-25'),
      ...listPages('client/elicitation#request-schema', '2025-06-18', '2025-06-18'),
    ],
    from: '2025-06-18',
  },
  'elicitation.mode-declared': {
    level: 'MUST',
    group: 'discovery',
    text: 'An elicitation uses only a mode that the client declares.',
    sources: listPages('client/elicitation#capabilities', '2025-11-25'),
    from: '2025-11-25',
  },
  'elicitation.answer-used': {
    level: 'MUST',
    group: 'tooling',
    text: 'What the user entered reaches the operation that asked for it.',
    sources: listPages('client/elicitation#response-actions', '2025-06-18', '2025-11-25'),
    from: '2025-06-18',
    to: '2025-11-25',
  },
  'elicitation.refusal-handled': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'When the user declines or cancels, the operation ends with that and invents no input.',
    sources: listPages('client/elicitation#response-actions', '2025-06-18', '2025-11-25'),
    from: '2025-06-18',
    to: '2025-11-25',
  },
  'elicitation.defaults-kept': {
    level: 'MUST',
    group: 'schemas',
    text: 'Default values of all primitive types in a requested schema reach the client.',
    sources: listPages('client/elicitation#requested-schema', '2025-11-25', '2025-11-25'),
    from: '2025-11-25',
    to: '2025-11-25',
  },
  'elicitation.choices-kept': {
    level: 'MUST',
    group: 'schemas',
    text: 'Single and multiple choices in a requested schema, with and without titles, reach the client.',
    sources: listPages('client/elicitation#requested-schema', '2025-11-25', '2025-11-25'),
    from: '2025-11-25',
    to: '2025-11-25',
  },
});
