import { defineScenario } from '../../scenario.js';
import { META } from '../../../adapters/mcp.js';
import { callLent } from '../../support/tool-calls.js';
import { isBelow, isLog, LOG_MESSAGE } from '../../support/logging.js';

/** How long a message may take that a tool sends while it runs. */
const MESSAGE_WITHIN_MS = 1_000;

export default defineScenario(
  {
    title: 'A request gets log messages of the level that it asks for, and none without asking',
    requirements: ['logging.only-when-asked', 'logging.level-respected', 'logging.capability-declared'],
    needs: { capabilities: ['tools'], role: 'logging' },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const tool = await t.role('logging');
    const session = await t.session();
    const silent = await t.session();
    const severe = await t.session();
    await callLent(session, tool, { meta: { [META.logLevel]: 'debug' } });
    const message = await session.events.next(isLog, MESSAGE_WITHIN_MS);
    if (message === undefined) {
      const missing = `let ${tool.name} send log messages when it is asked to`;
      t.notVerified('logging.only-when-asked', missing);
      t.notVerified('logging.level-respected', missing);
      return t.notVerified('logging.capability-declared', missing);
    }
    await callLent(silent, tool);
    await t.absent('logging.only-when-asked', {
      session: silent,
      match: isLog,
      what: `${LOG_MESSAGE} for a request without a log level`,
    });

    await callLent(severe, tool, { meta: { [META.logLevel]: 'alert' } });
    await t.absent('logging.level-respected', {
      session: severe,
      match: isBelow('alert'),
      what: `${LOG_MESSAGE} below the level alert`,
    });

    t.satisfies(
      'logging.capability-declared',
      session.handshakeReply.at('/result/capabilities/logging'),
      (logging) => logging !== undefined,
      'the capability logging, as log messages are sent',
    );
  },
);
