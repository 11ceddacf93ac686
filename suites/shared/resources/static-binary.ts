import { defineScenario } from '../../scenario.js';
import { isBase64 } from '../../support/values.js';

export default defineScenario(
  {
    title: 'A binary resource is read',
    requirements: ['resources.blob-encoded'],
    needs: { capabilities: ['resources'], resources: ['test://static-binary'] },
  },
  async (t) => {
    const session = await t.session();
    const reply = await session.request('resources/read', { uri: 'test://static-binary' }).reply();
    t.satisfies('resources.blob-encoded', reply.at('/result/contents/0/blob'), isBase64, 'base64 data');
    t.observe('contents', reply.at('/result/contents'));
  },
);
