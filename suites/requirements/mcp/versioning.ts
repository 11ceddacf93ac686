/** Requirements on `server/discover` and on refusing protocol versions that are not supported. */
import { defineRequirements } from '../requirement.js';
import { listPages, listTypes } from './pages.js';

const MODERN = '2026-07-28';

/** `basic/versioning` and `server/discover`. */
export const versioning = defineRequirements('sentence', {
  'discover.implemented': {
    level: 'MUST',
    group: 'discovery',
    text: 'server/discover is answered with a result.',
    sources: [
      ...listPages('server/discover', MODERN),
      ...listPages('basic/versioning#protocol-version-negotiation', MODERN),
    ],
    from: MODERN,
  },
  'discover.supported-versions': {
    level: 'MUST',
    basis: 'schema',
    group: 'discovery',
    text: 'server/discover lists the versions that the server supports, the one of the request among them.',
    sources: listTypes('DiscoverResult', '', MODERN),
    from: MODERN,
  },
  'discover.capabilities': {
    level: 'MUST',
    basis: 'schema',
    group: 'discovery',
    text: 'server/discover tells the capabilities of the server, as an object.',
    sources: listTypes('DiscoverResult', '', MODERN),
    from: MODERN,
  },
  'discover.server-info': {
    level: 'SHOULD',
    group: 'discovery',
    text: 'The result of server/discover identifies the server, by name and version, in its _meta.',
    sources: listPages('server/discover#discoverresult', MODERN),
    from: MODERN,
  },
  'version.unsupported-rejected': {
    level: 'MUST',
    group: 'discovery',
    text: 'A request at a version that the server does not support is rejected with the error -32022.',
    sources: listPages('basic/versioning#protocol-version-negotiation', MODERN),
    from: MODERN,
  },
  'version.supported-listed': {
    level: 'MUST',
    group: 'discovery',
    text: 'The error for an unsupported version lists the versions that the server supports.',
    sources: [
      ...listPages('basic/versioning#protocol-version-negotiation', MODERN),
      ...listPages('schema#unsupportedprotocolversionerror', MODERN),
    ],
    from: MODERN,
  },
  'version.requested-named': {
    level: 'MUST',
    basis: 'schema',
    group: 'discovery',
    text: 'The error for an unsupported version names the version that was requested.',
    sources: listTypes('UnsupportedProtocolVersionError', '', MODERN),
    from: MODERN,
  },
  'version.named-to-legacy-clients': {
    level: 'SHOULD',
    group: 'discovery',
    text: 'A server without the legacy era names the versions that it supports when it refuses initialize.',
    sources: listPages('basic/versioning#backward-compatibility-with-initialization-based-versions', MODERN),
    from: MODERN,
  },
});
