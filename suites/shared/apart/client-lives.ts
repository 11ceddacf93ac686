import { defineScenario } from '../../scenario.js';
import type { Session } from '../../session.js';
import { isEmptyResult } from '../../support/values.js';

const RULE = 'apart.client-lives';
const PING = 'ping.empty-result';
/** Once may be chance: each time, a client that is served is watched while another one comes. */
const TIMES = 2;
/** A client that is served gets its answer in this part of the limit. */
const QUICK = 0.25;
const lives = 'an empty result, as before another client opened a session';

export default defineScenario(
  {
    title: 'A client is served on while another one comes',
    requirements: [RULE, PING],
    needs: { clients: 'of one server' },
    revisions: { era: 'legacy' },
    // Other cases open sessions as well.
    isolation: 'exclusive',
  },
  async (t) => {
    // Of its own: one that was there before does not come.
    const open = (): Promise<Session> => t.session({ revision: t.revision });
    let first = await open();
    for (let turn = 0; turn < TIMES; turn += 1) {
      const before = await first.request('ping').reply();
      if (!isEmptyResult(before.result)) {
        t.notVerified(RULE, 'answer a ping of the first client');
        return t.notVerified(PING, 'answer a ping of the first client');
      }
      const second = await open();
      await second.barrier();
      // The limit stands: whether the machine is busy is told by the other client, which is asked after it.
      const asked = first.request('ping', {}, { timeout: t.requestTimeoutMs });
      const after = await asked.maybe();
      if (after === undefined) {
        const end = await asked.replyState();
        const quick = await second.request('ping').maybe(t.requestTimeoutMs * QUICK);
        if (end.value === 'busy' || quick === undefined)
          return t.notVerified(RULE, 'have time for two clients');
        t.satisfies(RULE, end, () => false, lives);
        return void (await asked.reply());
      }
      const place = after.at(after.isError ? '/error' : '/result');
      if (!t.satisfies(RULE, place, () => isEmptyResult(after.result), lives)) {
        t.satisfies(PING, place, () => false, lives);
        return;
      }
      t.satisfies(PING, place, () => true, lives);
      // The one that came is served as well, and watched next.
      first = second;
    }
  },
);
