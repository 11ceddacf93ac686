import { defineScenario } from '../scenario.js';
import { judgeServes } from '../support/outage.js';

export default defineScenario(
  {
    title: 'After the network was gone, new sessions are taken',
    requirements: ['robustness.serves-after-disconnect'],
    needs: { server: 'listener' },
    isolation: 'process',
    timeout: 60_000,
  },
  async (t) => {
    const server = await t.server();
    if (server.disconnect === undefined || server.reconnect === undefined) {
      return t.notVerified(
        'robustness.serves-after-disconnect',
        'run in a container (`image` or `dockerfile`)',
      );
    }
    await server.session();
    await server.disconnect();
    await server.reconnect();
    await judgeServes(t, server, 'robustness.serves-after-disconnect');
  },
);
