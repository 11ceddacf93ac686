/** Requirements on `initialize`, version negotiation and `ping`, up to revision 2025-11-25. */
import { defineRequirements } from '../requirement.js';
import { listPages, listTypes } from './pages.js';

const LAST = '2025-11-25';

const legacy = (heading: string) => listPages(heading, '2024-11-05', LAST);

/** `basic/lifecycle` and `basic/utilities/ping`: what there is only in the legacy era. */
export const lifecycle = defineRequirements('sentence', {
  'lifecycle.capabilities-sent': {
    level: 'MUST',
    group: 'discovery',
    text: 'The reply to initialize tells the capabilities of the server, as an object.',
    sources: legacy('basic/lifecycle#initialization'),
    to: LAST,
  },
  'lifecycle.server-info-sent': {
    level: 'MUST',
    group: 'discovery',
    text: 'The reply to initialize tells the name and version of the server.',
    sources: legacy('basic/lifecycle#initialization'),
    to: LAST,
  },
  'lifecycle.instructions-text': {
    level: 'MUST',
    basis: 'schema',
    group: 'schemas',
    text: 'Instructions in the reply to initialize, where there are any, are text.',
    sources: listTypes('InitializeResult', 'basic/lifecycle#initialization', '2024-11-05', LAST),
    to: LAST,
  },
  'lifecycle.version-echoed': {
    level: 'MUST',
    group: 'discovery',
    text: 'A version that the server supports is answered with that same version.',
    sources: legacy('basic/lifecycle#version-negotiation'),
    to: LAST,
  },
  'lifecycle.version-counter-offer': {
    level: 'MUST',
    group: 'discovery',
    text: 'initialize with a version that the server does not support is answered with a version that it supports, or with the error -32602.',
    sources: [...legacy('basic/lifecycle#version-negotiation'), ...legacy('basic/lifecycle#error-handling')],
    to: LAST,
  },
  'lifecycle.version-newest-offered': {
    level: 'SHOULD',
    group: 'discovery',
    text: 'The version that is offered instead of an unsupported one is the newest that the server supports.',
    sources: legacy('basic/lifecycle#version-negotiation'),
    to: LAST,
  },
  'lifecycle.no-early-requests': {
    level: 'SHOULD',
    group: 'discovery',
    text: 'Before the client is initialized the server sends it no request but ping.',
    sources: legacy('basic/lifecycle#initialization'),
    to: LAST,
  },
  'lifecycle.early-request-survived': {
    level: 'ROBUSTNESS',
    group: 'discovery',
    text: 'A request before initialize, whatever becomes of it, does not keep a client from initializing.',
    sources: legacy('basic/lifecycle#initialization'),
    to: LAST,
  },
  'lifecycle.second-initialize-survived': {
    level: 'ROBUSTNESS',
    group: 'discovery',
    text: 'A second initialize, whatever becomes of it, does not end the session.',
    sources: legacy('basic/lifecycle#initialization'),
    to: LAST,
  },
  'ping.empty-result': {
    level: 'MUST',
    group: 'transport',
    text: 'A ping is answered with an empty result.',
    sources: legacy('basic/utilities/ping#behavior-requirements'),
    to: LAST,
  },
});
