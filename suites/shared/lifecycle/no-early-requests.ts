import { defineScenario } from '../../scenario.js';

export default defineScenario(
  {
    title: 'Until the client is initialized the server asks nothing of it',
    requirements: ['lifecycle.no-early-requests'],
    revisions: { era: 'legacy' },
    isolation: 'session',
  },
  async (t) => {
    const session = await t.session({ handshake: 'unconfirmed' });
    await t.absent('lifecycle.no-early-requests', {
      session,
      match: (message) => message.at('/id').value !== undefined && message.method !== 'ping',
      what: 'request other than ping before notifications/initialized',
    });
  },
);
