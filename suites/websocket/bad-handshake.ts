import { observeUpgrade, isRefused, withUpgrade } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const INCOMPLETE = 'rfc6455.bad-handshake-refused';
const VERSION = 'rfc6455.version-refused';
const PATH = 'rfc6455.unserved-path-refused';
/** Below the path that is served, so that whatever stands before the server sends it there too. */
const UNKNOWN = 'mcptc-unknown-path';

export default defineBindingScenario(
  'websocket',
  {
    title: 'Upgrades that are not right are refused',
    requirements: [INCOMPLETE, VERSION, PATH],
    isolation: 'shared',
  },
  async (t) => {
    const connection = await t.connect();
    // A key of another length is let pass: a server need not decode it (RFC 6455, section 4.2.2).
    await withUpgrade(connection, { headers: { 'sec-websocket-key': null } }, async (raw) => {
      t.satisfies(INCOMPLETE, await observeUpgrade(raw), isRefused, 'an HTTP error status');
    });
    await withUpgrade(connection, { headers: { 'sec-websocket-version': '99' } }, async (raw) => {
      const known = raw.header('sec-websocket-version');
      if (!t.satisfies(VERSION, await observeUpgrade(raw), isRefused, 'an HTTP error status')) return;
      t.satisfies(VERSION, known, (versions) => versions?.includes('13') === true, 'a list with 13');
    });
    const path = `${new URL(connection.url).pathname.replace(/\/$/, '')}/${UNKNOWN}`;
    await withUpgrade(connection, { path }, async (raw) => {
      // It may serve the same at every path, and it may point to another one.
      if (raw.status?.value === 101) return t.notApplicable(PATH, 'the server serves that path as well');
      const seen = await observeUpgrade(raw);
      const turnedAway = (status: unknown) => typeof status === 'number' && status >= 300;
      t.satisfies(PATH, seen, turnedAway, 'an HTTP error status');
    });
  },
);
