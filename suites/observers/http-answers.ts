/** Headers of HTTP answers: content type, Allow, challenge, session id. */
import { defineObserver } from '../observer.js';

const TYPES: readonly string[] = ['application/json', 'text/event-stream'];
const OK = 200;
const UNAUTHORIZED = 401;
const METHOD_NOT_ALLOWED = 405;

export default defineObserver(
  {
    title: 'HTTP answers say what they hold, what is allowed and what is asked for',
    requirements: [
      'http.reply-content-type',
      'http.405-names-allowed-methods',
      'http.401-has-challenge',
      'http.session-id-visible-ascii',
    ],
    revisions: { from: '2025-03-26' },
    transports: ['streamable-http'],
  },
  () => ({
    opened({ opened, sent }, t) {
      const { status } = opened ?? {};
      if (opened === undefined || status === undefined) return;
      const [request] = sent;
      const type = opened.header('content-type');
      if (request?.kind === 'request' && request.right && status.value === OK && type !== undefined)
        t.satisfies(
          'http.reply-content-type',
          type,
          (value) => TYPES.includes(value?.split(';', 1)[0]?.trim().toLowerCase() ?? ''),
          'the content type `application/json` or `text/event-stream`',
          request,
        );
      const allow = opened.header('allow');
      if (status.value === METHOD_NOT_ALLOWED && allow !== undefined)
        t.satisfies(
          'http.405-names-allowed-methods',
          allow,
          (value) => value !== undefined,
          'an `Allow` header',
        );
      const challenge = opened.header('www-authenticate');
      if (status.value === UNAUTHORIZED && challenge !== undefined)
        t.satisfies(
          'http.401-has-challenge',
          challenge,
          (value) => value !== undefined,
          'a `WWW-Authenticate` header',
        );
      const id = opened.header('mcp-session-id');
      if (t.era === 'legacy' && request?.method === 'initialize' && id?.value !== undefined)
        t.satisfies(
          'http.session-id-visible-ascii',
          id,
          (value) => /^[\x21-\x7e]+$/.test(value ?? ''),
          'characters from 0x21 to 0x7E only',
        );
    },
  }),
);
