import { observeUpgrade, isRefused, withUpgrade } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';
import { FOREIGN_ORIGINS } from '../support/foreign.js';

const REQUIREMENTS = [
  'rfc6455.origin-verified',
  'websocket.origin-refused',
  'robustness.websocket-foreign-host',
] as const;

export default defineBindingScenario(
  'websocket',
  {
    title: 'An upgrade from a foreign web page is refused',
    requirements: REQUIREMENTS,
    isolation: 'shared',
  },
  async (t) => {
    const connection = await t.connect();
    let accepts = false;
    await withUpgrade(connection, {}, (raw) => {
      accepts = raw.status?.value === 101;
    });
    if (!accepts) {
      for (const id of REQUIREMENTS) t.notVerified(id, 'accept the same upgrade without an `Origin`');
      return;
    }
    for (const origin of FOREIGN_ORIGINS) {
      await withUpgrade(connection, { headers: { origin } }, async (raw) => {
        const seen = await observeUpgrade(raw);
        t.equal('rfc6455.origin-verified', seen, 403);
        t.satisfies('websocket.origin-refused', seen, isRefused, 'an HTTP error status');
      });
    }
    await withUpgrade(connection, { headers: { host: 'attacker.example' } }, async (raw) => {
      t.satisfies(
        'robustness.websocket-foreign-host',
        await observeUpgrade(raw),
        isRefused,
        'an HTTP error status',
      );
    });
  },
);
