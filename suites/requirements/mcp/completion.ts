/** Requirements on completing the arguments of prompts and resource templates. */
import { defineRequirements } from '../requirement.js';
import { listPages, listTypes } from './pages.js';

/** `server/utilities/completion`. */
export const completion = defineRequirements('sentence', {
  'completion.capability-declared': {
    level: 'MUST',
    group: 'discovery',
    text: 'A server that answers completion requests with values declares the completions capability.',
    sources: listPages('server/utilities/completion#capabilities', '2025-03-26'),
    from: '2025-03-26',
  },
  'completion.answered': {
    level: 'MUST',
    basis: 'schema',
    group: 'tooling',
    text: 'A completion request for an argument of a listed prompt or template is answered with an array of strings.',
    sources: listTypes('CompleteResult', 'server/utilities/completion#requesting-completions'),
  },
  'completion.at-most-100': {
    level: 'MUST',
    basis: 'schema',
    group: 'schemas',
    text: 'One reply offers at most 100 completion values.',
    sources: listTypes('CompleteResult', 'server/utilities/completion#completion-results'),
  },
  'completion.unknown-prompt-code': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'Completing an argument of a prompt that does not exist is answered with the JSON-RPC error -32602.',
    sources: listPages('server/utilities/completion#error-handling', '2025-03-26'),
    from: '2025-03-26',
  },
  'completion.missing-argument-code': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'A completion request without the argument to complete is answered with the JSON-RPC error -32602.',
    sources: listPages('server/utilities/completion#error-handling', '2025-03-26'),
    from: '2025-03-26',
  },
});
