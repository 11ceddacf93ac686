/** Requirements on listing prompts and getting their messages. */
import { defineRequirements } from '../requirement.js';
import { listPages, listTypes } from './pages.js';

/** `server/prompts`. */
export const prompts = defineRequirements('sentence', {
  'prompts.list-answered': {
    level: 'MUST',
    basis: 'schema',
    group: 'discovery',
    text: 'A server that declares the prompts capability answers prompts/list with an array of prompts.',
    sources: [
      ...listPages('server/prompts#capabilities', '2026-07-28'),
      ...listTypes('ListPromptsResult', 'server/prompts#listing-prompts', '2024-11-05', '2025-11-25'),
    ],
  },
  'prompts.list-same-everywhere': {
    level: 'MUST',
    group: 'discovery',
    text: 'The list of prompts depends neither on the connection nor on requests that were sent on it before.',
    sources: listPages('server/prompts#capabilities', '2026-07-28'),
    from: '2026-07-28',
  },
  'prompts.get-answered': {
    level: 'MUST',
    basis: 'schema',
    group: 'tooling',
    text: 'Getting a prompt gives messages, each with a role of user or assistant and its content.',
    sources: listTypes('GetPromptResult', 'server/prompts#getting-a-prompt'),
  },
  'prompts.arguments-used': {
    level: 'MUST',
    basis: 'fixture',
    group: 'tooling',
    text: 'The arguments of the request are filled into the messages of the prompt unchanged.',
    sources: listPages('server/prompts#getting-a-prompt'),
  },
  'prompts.embedded-resource': {
    level: 'MUST',
    group: 'schemas',
    text: 'A resource embedded in a prompt has a valid URI, a MIME type, and text or a base64 blob.',
    sources: listPages('server/prompts#embedded-resources'),
  },
  'prompts.image': {
    level: 'MUST',
    group: 'schemas',
    text: 'An image in a prompt is base64 data with a valid MIME type.',
    sources: listPages('server/prompts#image-content'),
  },
  'prompts.unknown-code': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'Getting a prompt that does not exist is answered with the JSON-RPC error -32602.',
    sources: listPages('server/prompts#error-handling'),
  },
  'prompts.missing-argument-code': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'Getting a prompt without an argument that it requires is answered with the JSON-RPC error -32602.',
    sources: listPages('server/prompts#error-handling'),
  },
  'prompts.list-changed': {
    level: 'SHOULD',
    group: 'discovery',
    text: 'A server that declares prompts.listChanged announces changes of the list to clients that want to know.',
    sources: listPages('server/prompts#list-changed-notification'),
  },
});
