import { defineScenario } from '../../scenario.js';

/** Milliseconds for a server to come up with a request: nobody else has the session, and nothing hears what comes later. */
const EARLY_MS = 1_000;

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
      withinMs: EARLY_MS,
      match: (message) => message.at('/id').value !== undefined && message.method !== 'ping',
      what: 'request other than ping before notifications/initialized',
    });
  },
);
