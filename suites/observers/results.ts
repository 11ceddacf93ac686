/** What each modern result has to carry. */
import { SERVER_INFO } from '../../adapters/mcp.js';
import { isObject } from '../../adapters/json.js';
import { defineObserver } from '../observer.js';
import { isImplementation } from '../support/values.js';

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
      const { server } = message.session;
      const isKnown = CORE.includes(type.value);
      if (isTyped && (isKnown || server !== undefined))
        t.satisfies('base.result-type-known', type, () => isKnown || isExtended(server), 'a known type');
      t.satisfies(
        'base.server-info-in-results',
        message.at(SERVER_INFO),
        isImplementation,
        'a name and a version',
      );
    },
  }),
);

function isExtended(server: unknown): boolean {
  const extensions = isObject(server) ? server['extensions'] : undefined;
  return isObject(extensions) && Object.keys(extensions).length > 0;
}
