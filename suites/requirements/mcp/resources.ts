/** Requirements on listing, reading and watching resources. */
import { defineRequirements } from '../requirement.js';
import { listPages, listTypes } from './pages.js';

/** `server/resources`. */
export const resources = defineRequirements('sentence', {
  'resources.list-answered': {
    level: 'MUST',
    basis: 'schema',
    group: 'discovery',
    text: 'A server that declares the resources capability answers resources/list with an array of resources.',
    sources: [
      ...listPages('server/resources#capabilities', '2026-07-28'),
      ...listTypes('ListResourcesResult', 'server/resources#listing-resources', '2024-11-05', '2025-11-25'),
    ],
  },
  'resources.uri-valid': {
    level: 'MUST',
    group: 'schemas',
    text: 'The URI of a listed resource is absolute and follows RFC 3986.',
    sources: listPages('server/resources#custom-uri-schemes', '2025-06-18'),
    from: '2025-06-18',
  },
  'resources.list-same-everywhere': {
    level: 'MUST',
    group: 'discovery',
    text: 'The list of resources depends neither on the connection nor on requests that were sent on it before.',
    sources: listPages('server/resources#capabilities', '2026-07-28'),
    from: '2026-07-28',
  },
  'resources.read-answered': {
    level: 'MUST',
    basis: 'schema',
    group: 'tooling',
    text: 'Reading a listed resource gives contents, each with a URI and either text or a blob.',
    sources: listTypes('ReadResourceResult', 'server/resources#reading-resources'),
  },
  'resources.text-contents': {
    level: 'MUST',
    basis: 'fixture',
    group: 'tooling',
    text: 'A text resource is read as its URI, its MIME type and its text, unchanged.',
    sources: listPages('server/resources#text-content'),
  },
  'resources.blob-encoded': {
    level: 'MUST',
    group: 'schemas',
    text: 'Binary contents are encoded as base64 data.',
    sources: listPages('server/resources#security-considerations'),
  },
  'resources.template-valid': {
    level: 'MUST',
    basis: 'schema',
    group: 'schemas',
    text: 'The uriTemplate of a listed resource template follows RFC 6570.',
    sources: listTypes('ResourceTemplate', 'server/resources#resource-templates'),
  },
  'resources.template-read': {
    level: 'MUST',
    basis: 'fixture',
    group: 'tooling',
    text: 'A URI expanded from a template can be read, and its contents carry that URI.',
    sources: listPages('server/resources#resource-templates'),
  },
  'resources.not-found-code-legacy': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'Reading a resource that does not exist is answered with the JSON-RPC error -32002.',
    sources: listPages('server/resources#error-handling', '2024-11-05', '2025-11-25'),
    to: '2025-11-25',
  },
  'resources.not-found-code': {
    level: 'MUST',
    group: 'tooling',
    text: 'Reading a resource that does not exist is answered with the JSON-RPC error -32602.',
    sources: listPages('server/resources#error-handling', '2026-07-28'),
    from: '2026-07-28',
  },
  'resources.not-found-not-empty': {
    level: 'MUST',
    group: 'tooling',
    text: 'Reading a resource that does not exist is not answered with an empty list of contents.',
    sources: listPages('server/resources#error-handling', '2026-07-28'),
    from: '2026-07-28',
  },
  'resources.subscribe-answered': {
    level: 'MUST',
    basis: 'schema',
    group: 'tooling',
    text: 'A server that declares resources.subscribe accepts subscriptions to its resources and takes them back.',
    sources: listTypes('SubscribeRequest', 'server/resources#subscriptions', '2024-11-05', '2025-11-25'),
    to: '2025-11-25',
  },
  'resources.updated-sent': {
    level: 'MUST',
    basis: 'fixture',
    group: 'tooling',
    text: 'A change of a watched resource is announced, with the URI that was subscribed to or one below it.',
    sources: listPages('server/resources#subscriptions'),
  },
  'resources.updated-only-subscribed': {
    level: 'SHOULD',
    basis: 'schema',
    group: 'tooling',
    text: 'Updates of a resource are announced only while there is a subscription to it.',
    sources: listTypes(
      'ResourceUpdatedNotification',
      'server/resources#subscriptions',
      '2024-11-05',
      '2025-11-25',
    ),
    to: '2025-11-25',
  },
});
