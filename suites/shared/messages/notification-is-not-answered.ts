import { defineScenario } from '../../scenario.js';
import { isResponse } from '../../../adapters/json-rpc.js';

export default defineScenario(
  {
    title: 'A notification that the server does not know gets no reply',
    requirements: ['jsonrpc.notification-unanswered'],
  },
  async (t) => {
    const session = await t.session();
    session.notify('notifications/mcptc/unknown');
    session.notify('notifications/mcptc/unknown', { some: ['thing'] });
    session.notify('mcptc/unknown');
    await t.absent('jsonrpc.notification-unanswered', {
      session,
      in: session.unmatched,
      // One more reply to a request has a requirement of its own.
      match: ({ document, belongsTo }) => isResponse(document) && belongsTo === undefined,
      what: 'reply to a notification',
    });
  },
);
