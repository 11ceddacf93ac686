/** What each modern result has to carry. */
import { SERVER_INFO } from '../../adapters/mcp.js';
import { defineObserver } from '../observer.js';
import { isImplementation } from '../support/values.js';

/** Extensions may add to these; to this client, which supports none, a server has to speak without them. */
const CORE: readonly unknown[] = ['complete', 'input_required'];

export default defineObserver(
  {
    title: 'Every result tells its type and its server',
    requirements: ['base.result-type', 'base.result-type-known', 'base.server-info-in-results'],
    revisions: { era: 'modern' },
  },
  () => ({
    received(message, t) {
      if (message.kind !== 'response' || message.isError || !message.ofRevision) return;
      if (message.answers?.right !== true) return;
      const type = message.at('/result/resultType');
      const isTyped = t.satisfies('base.result-type', type, (value) => typeof value === 'string', 'a type');
      if (isTyped)
        t.satisfies(
          'base.result-type-known',
          type,
          (value) => CORE.includes(value),
          `one of ${CORE.join(', ')}`,
        );
      t.satisfies(
        'base.server-info-in-results',
        message.at(SERVER_INFO),
        isImplementation,
        'a name and a version',
      );
    },
  }),
);
