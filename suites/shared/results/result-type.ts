import { defineScenario } from '../../scenario.js';
import type { Reply } from '../../session.js';
import { SERVER_INFO } from '../../../adapters/mcp.js';
import { isImplementation } from '../../support/values.js';
import { listDeclaredLists } from '../../support/lists.js';
import { tryTool } from '../../support/tool-calls.js';
import { isObject } from '../../../adapters/json.js';

const CORE: readonly unknown[] = ['complete', 'input_required'];
const MAX_CALLS = 3;

export default defineScenario(
  {
    title: 'Every result tells its type and its server',
    requirements: ['base.result-type', 'base.result-type-known', 'base.server-info-in-results'],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    const extensions = session.handshakeReply.at('/result/capabilities/extensions').value;
    const extended = isObject(extensions) && Object.keys(extensions).length > 0;
    const judge = (reply: Reply) => {
      if (reply.isError) return;
      const type = reply.at('/result/resultType');
      if (t.satisfies('base.result-type', type, (value) => typeof value === 'string', 'a type'))
        t.satisfies(
          'base.result-type-known',
          type,
          (value) => extended || CORE.includes(value),
          'a known type',
        );
      t.satisfies(
        'base.server-info-in-results',
        reply.at(SERVER_INFO),
        isImplementation,
        'a name and a version',
      );
    };
    judge(await session.request('server/discover').reply());
    for (const { method } of listDeclaredLists(session)) judge(await session.request(method).reply());
    for (const call of (await t.safeCalls()).slice(0, MAX_CALLS)) {
      const reply = await tryTool(session, call);
      if (reply !== undefined) judge(reply);
    }
  },
);
