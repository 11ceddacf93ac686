/** Requirements on the cursors of paged lists, and on how long and for whom results may be cached. */
import { defineRequirements } from '../requirement.js';
import { listPages } from './pages.js';

const MODERN = '2026-07-28';

/** `server/utilities/pagination` and `server/utilities/caching`. */
export const utilities = defineRequirements('sentence', {
  'pagination.cursor-accepted': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'A cursor that the server gave out leads to a page.',
    sources: listPages('server/utilities/pagination#implementation-guidelines'),
  },
  'pagination.cursors-stable': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'The same cursor leads to the same page as long as the list does not change.',
    sources: listPages('server/utilities/pagination#implementation-guidelines'),
  },
  'pagination.makes-progress': {
    level: 'ROBUSTNESS',
    group: 'tooling',
    text: 'Following the cursors never leads back to a page that was already seen.',
    sources: listPages('server/utilities/pagination#pagination-model'),
  },
  'pagination.invalid-cursor': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'A cursor that the server never gave out is answered with the error -32602.',
    sources: listPages('server/utilities/pagination#error-handling'),
  },
  'caching.ttl': {
    level: 'MUST',
    group: 'tooling',
    text: 'A complete result that may be cached says for how many milliseconds: an integer of at least 0 in ttlMs.',
    sources: [
      ...listPages('server/utilities/caching#cacheable-results', MODERN),
      ...listPages('server/utilities/caching#time-to-live-ttl-field', MODERN),
    ],
    from: MODERN,
  },
  'caching.scope': {
    level: 'MUST',
    group: 'security',
    text: 'A complete result that may be cached says for whom: "public" or "private" in cacheScope.',
    sources: [
      ...listPages('server/utilities/caching#cacheable-results', MODERN),
      ...listPages('server/utilities/caching#cache-scope-field', MODERN),
    ],
    from: MODERN,
  },
  'caching.public-for-all': {
    level: 'MUST',
    basis: 'schema',
    group: 'security',
    text: 'What may be cached for everybody is the same for every client.',
    sources: listPages('schema#cacheableresult', MODERN),
    from: MODERN,
  },
  'caching.scope-same-on-pages': {
    level: 'MUST',
    group: 'security',
    text: 'All pages of a list have the same cacheScope.',
    sources: listPages('server/utilities/caching#interaction-with-pagination', MODERN),
    from: MODERN,
  },
});
