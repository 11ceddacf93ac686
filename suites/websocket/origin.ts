import type { Observation } from '../../adapters/observation.js';
import type { RawWebSocket } from '../../adapters/websocket/endpoint.js';
import { observeUpgrade, isDropped, isRefused, withUpgrade } from '../support/websocket-client.js';
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
    const accepts = async (): Promise<boolean> => {
      let status: number | undefined;
      await withUpgrade(connection, {}, (raw) => void (status = raw.status?.value));
      return status === 101;
    };
    if (!(await accepts())) {
      for (const id of REQUIREMENTS) t.notVerified(id, 'accept the same upgrade without an `Origin`');
      return;
    }
    /** Refused by a status, or by a server that hangs up on who should not be there and goes on serving others. */
    const judgeRefused = async (id: (typeof REQUIREMENTS)[number], raw: RawWebSocket, seen: Observation) => {
      if (isDropped(raw, seen) && !(await accepts())) t.notVerified(id, 'go on accepting other upgrades');
      else t.satisfies(id, seen, (status) => isRefused(status) || isDropped(raw, seen), 'a refusal');
    };
    for (const origin of FOREIGN_ORIGINS) {
      await withUpgrade(connection, { headers: { origin } }, async (raw) => {
        const seen = await observeUpgrade(raw);
        t.equal('rfc6455.origin-verified', seen, 403);
        await judgeRefused('websocket.origin-refused', raw, seen);
      });
    }
    await withUpgrade(connection, { headers: { host: 'attacker.example' } }, async (raw) => {
      await judgeRefused('robustness.websocket-foreign-host', raw, await observeUpgrade(raw));
    });
  },
);
