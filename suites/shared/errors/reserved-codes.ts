import { defineScenario } from '../../scenario.js';
import { META } from '../../../adapters/mcp.js';
import { listDeclaredLists } from '../../support/lists.js';

const DEFINED = [-32020, -32021, -32022];
const RETIRED = [-32002, -32042];

export default defineScenario(
  {
    title: 'Errors use no code that is reserved and not defined, nor one that was retired',
    requirements: ['base.reserved-codes', 'base.retired-codes'],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    const named = { name: 'mcptc-none', arguments: {} };
    const exchanges = [
      session.request('mcptc/no-such-method'),
      session.request('server/discover', {}, { meta: { [META.version]: '1900-01-01' } }),
      session.request('server/discover', {}, { meta: { [META.clientCapabilities]: null } }),
      ...(session.declares('tools') ? [session.request('tools/call', named)] : []),
      ...(session.declares('prompts') ? [session.request('prompts/get', named)] : []),
      ...(session.declares('resources') ? [session.request('resources/read', { uri: 'mcptc://none' })] : []),
      ...listDeclaredLists(session).map((list) =>
        session.request(list.method, { cursor: 'mcptc-no-such-cursor' }),
      ),
    ];
    for (const exchange of exchanges) {
      const reply = await exchange.reply();
      if (!reply.isError) continue;
      const code = reply.at<number>('/error/code');
      const isRight = (value: number) =>
        value > -32020 || value < -32099 || [...DEFINED, ...RETIRED].includes(value);
      t.satisfies('base.reserved-codes', code, isRight, 'no undefined code from -32020 to -32099');
      t.satisfies(
        'base.retired-codes',
        code,
        (value) => !RETIRED.includes(value),
        'neither -32002 nor -32042',
      );
    }
  },
);
