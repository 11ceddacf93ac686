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
      match: ({ document }) => isResponse(document),
      what: 'reply to a notification',
    });
  },
);
